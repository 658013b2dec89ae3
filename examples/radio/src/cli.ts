import { isAudioFlowError } from '@audioflow/core';
import { pageHandler } from '@audioflow/example-shared/page-handler';
import { untilStopped } from '@audioflow/example-shared/until-stopped';
import { pcmWorkletScript } from '@audioflow/io/browser';
import { chooseCodec } from './choose-codec.js';
import { type CliOptions, parseCli, UsageError } from './cli-options.js';
import { programme } from './programme.js';
import { openStation, send } from './radio.js';
import type { RadioOptions, Station } from './radio.types.js';
import { describeSender, describeStation, showStatus } from './status-line.js';

/** Whatever takes longer than this to close is left behind. */
const CLOSE_WITHIN_MS = 3000;
const LOOPBACK = ['127.0.0.1', 'localhost', '::1'];

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);
const wordsOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** The command line, with a codec that there is. */
type Settled = CliOptions & Pick<RadioOptions, 'codec' | 'bitrate'>;

const radioOptions = (cli: Settled): RadioOptions => ({
  codec: cli.codec,
  sampleRate: cli.sampleRate,
  channelCount: cli.channels,
  bitrate: cli.bitrate,
  flushMs: (1000 * cli.chunkSamples) / cli.sampleRate,
  host: cli.host,
  httpPort: cli.httpPort,
  ingestPort: cli.ingestPort,
  token: cli.token,
  sourcePassword: cli.sourcePassword,
  onError: (error) => complain(`The sender is gone: ${wordsOf(error)}`),
});

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

const introduce = (cli: CliOptions, station: Station): void => {
  const { host, token, mode, sourcePassword } = cli;
  say(`Listen at http://${host}:${station.httpPort}/`);
  if (mode === 'server') say(`Send to ${host}:${station.ingestPort}`);
  if (sourcePassword !== undefined) {
    say(`Or as to an Icecast: icecast://source:PASSWORD@${host}:${station.httpPort}/live`);
  }
  if (LOOPBACK.includes(host) || token !== undefined) return;
  say('Whoever reaches this machine may send: name a --token to prevent that.');
};

/** A station that listens on all addresses is reached from here by the loopback one. */
const dialled = (host: string): string =>
  host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;

/** Sends the programme; resolves when it has ended or was stopped. */
const startSending = (cli: Settled, ingestPort: number, stop: AbortSignal) => {
  const figures = { driftMs: 0, seconds: 0 };
  const options = { ...radioOptions(cli), host: dialled(cli.host), ingestPort };
  const done = send(programme(cli, stop), options, {
    onDrift: (ms) => {
      figures.driftMs = ms;
    },
    onProgress: ({ samples }) => {
      figures.seconds = samples / cli.sampleRate;
    },
  });
  return { figures, done };
};

const runSender = async (cli: Settled, stop: AbortSignal): Promise<void> => {
  say(`Sending to ${cli.host}:${cli.ingestPort}`);
  const { figures, done } = startSending(cli, cli.ingestPort, stop);
  const hide = showStatus(() => describeSender(figures), process.stdout);
  await done.finally(hide);
};

/** The page; its worklet is not part of the bundle, and the policy wants it from here: the audio thread loads it. */
const openPage = () =>
  pageHandler({
    folder: new URL('../dist/page/', import.meta.url),
    build: async () => (await import('../build-page.mjs')).buildPage(),
    policy: "media-src 'self' blob:",
    scripts: { '/pcm-worklet.js': pcmWorkletScript() },
  });

const runStation = async (cli: Settled, stop: AbortSignal): Promise<void> => {
  const station = await openStation(radioOptions(cli), await openPage());
  introduce(cli, station);
  const sending = cli.mode === 'demo' ? startSending(cli, station.ingestPort, stop) : undefined;
  const hide = showStatus(
    () => describeStation(station.status(), sending?.figures.driftMs),
    process.stdout,
  );
  try {
    // The station stays when its programme has ended; a programme that fails ends the demo.
    await Promise.all([aborted(stop), sending?.done]);
  } finally {
    hide();
    await station.close();
  }
};

const exitCodeOf = (error: unknown, mode: CliOptions['mode']): number =>
  mode === 'sender' && isAudioFlowError(error, 'unavailable') ? 2 : 1;

const main = async (): Promise<number> => {
  const cli = parseCli(process.argv.slice(2));
  const stop = untilStopped(cli.runFor);
  void aborted(stop).then(() => setTimeout(() => process.exit(0), CLOSE_WITHIN_MS).unref());
  let canSend = false;
  try {
    const { codec, bitrate, remark } = await chooseCodec(cli);
    if (remark !== undefined) say(remark);
    canSend = true;
    const settled = { ...cli, codec, bitrate };
    await (cli.mode === 'sender' ? runSender(settled, stop) : runStation(settled, stop));
    return 0;
  } catch (error) {
    complain(wordsOf(error));
    return canSend ? exitCodeOf(error, cli.mode) : 1;
  }
};

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  complain(`${error.message}\nSee --help.`);
  process.exitCode = 2;
}

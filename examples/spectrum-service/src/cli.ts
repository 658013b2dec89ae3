import { access } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CaptureBackend } from './capture/capture-backend.js';
import { fileBackend } from './capture/file-backend.js';
import { mergeBackends } from './capture/merge-backends.js';
import { radioBackend } from './capture/radio-backend.js';
import { toneBackend } from './capture/tone-backend.js';
import { type CliOptions, parseCli } from './cli-options.js';
import { pageHandler } from './page-handler.js';
import { pulseBackend } from './pulse/pulse-backend.js';
import { spectrumService } from './server/spectrum-service.js';

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const complain = (text: string): void => void process.stderr.write(`${text}\n`);

/** What was named comes first, and is what plays; the page offers all. */
const backendsOf = ({ file, radio, tune }: CliOptions): CaptureBackend[] => {
  const named = [
    ...(file === undefined ? [] : [fileBackend(file)]),
    ...(radio === undefined ? [] : [radioBackend(radio)]),
  ];
  const tone = toneBackend();
  return tune ? [tone, ...named, pulseBackend()] : [...named, tone, pulseBackend()];
};

/** Aborts on Ctrl-C, on SIGTERM and after `--run-for`; a second Ctrl-C ends at once. */
const untilStopped = async (runFor: number): Promise<void> => {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  }
  const ms = runFor === 0 ? 2 ** 31 - 1 : 1000 * runFor;
  await sleep(ms, undefined, { signal: stop.signal }).catch(() => undefined);
};

const main = async (): Promise<void> => {
  const cli = parseCli(process.argv.slice(2));
  const { file, device, host, port, bars, fps, exact } = cli;
  if (file !== undefined) await access(file);
  const service = await spectrumService({
    backend: mergeBackends(backendsOf(cli)),
    device,
    host,
    port,
    bars: exact ? { mode: 'exact', barCount: bars } : { barCount: bars, frameRate: fps },
    canSelect: !cli.fixed,
    onRequest: await pageHandler(),
  });
  say(`Look at ${service.url}`);
  let told = '';
  service.engine.statuses.subscribe(({ state, device: at, reason, warning }) => {
    const text = [state, at?.name, reason?.message, warning].filter(Boolean).join(': ');
    if (text !== told && (reason !== undefined || warning !== undefined)) complain(text);
    told = text;
  });
  await untilStopped(cli.runFor);
  await service.close();
};

try {
  await main();
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { pageHandler } from '@audioflow/example-shared/page-handler';
import { untilStopped } from '@audioflow/example-shared/until-stopped';
import type { CaptureBackend } from './capture/capture-backend.js';
import { fileBackend } from './capture/file-backend.js';
import { mergeBackends } from './capture/merge-backends.js';
import { radioBackend } from './capture/radio-backend.js';
import { toneBackend } from './capture/tone-backend.js';
import { type CliOptions, parseCli } from './cli-options.js';
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

const checkFile = (file: string): Promise<void> =>
  access(file).catch(() => {
    throw new Error(`expected an audio file at ${file}: it is not there, or may not be read`);
  });

const main = async (): Promise<void> => {
  const cli = parseCli(process.argv.slice(2));
  const { file, device, host, port, bars, fps, exact } = cli;
  if (file !== undefined) await checkFile(file);
  const service = await spectrumService({
    backend: mergeBackends(backendsOf(cli)),
    device,
    host,
    port,
    bars: exact ? { mode: 'exact', barCount: bars } : { barCount: bars, frameRate: fps },
    canSelect: !cli.fixed,
    onRequest: await pageHandler({
      folder: new URL('../dist/page/', import.meta.url),
      build: async () => (await import('../build-page.mjs')).buildPage(),
    }),
  });
  say(`Look at ${service.url}`);
  let told = '';
  service.engine.statuses.subscribe(({ state, device: at, reason, warning }) => {
    const text = [state, at?.name, reason?.message, warning].filter(Boolean).join(': ');
    if (text !== told && (reason !== undefined || warning !== undefined)) complain(text);
    told = text;
  });
  await once(untilStopped(cli.runFor), 'abort');
  await service.close();
};

try {
  await main();
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

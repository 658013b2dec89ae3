import { once } from 'node:events';
import { untilStopped } from '@audioflow/example-shared/until-stopped';
import { whole } from '@audioflow/example-shared/whole';
import { within } from '@audioflow/example-shared/within';
import { Command, InvalidArgumentError } from 'commander';
import { buildPage } from '../build-page.mjs';
import { servePage } from './serve-page.js';

/** The command line, checked. */
interface CliOptions {
  readonly host: string;
  readonly port: number;
  readonly station: string;
  readonly isolation: boolean;
  readonly build: boolean;
  /** Seconds; 0: no limit. */
  readonly runFor: number;
}

const address = (text: string): string => {
  if (URL.canParse(text)) return text;
  throw new InvalidArgumentError('expected an address.');
};

const { host, port, station, isolation, build, runFor } = new Command('visualizer')
  .description('Pictures of sound in the browser.')
  .option('--port <port>', 'where to listen; 0: any', whole(0, 65_535), 23_461)
  .option('--host <address>', 'where to listen', '127.0.0.1')
  .option('--station <url>', 'the page has it as /station/', address, 'http://127.0.0.1:23456')
  .option('--no-isolation', 'without COOP and COEP: the page then has no shared memory')
  .option('--no-build', 'serve the pages as they were built last')
  .option('--run-for <seconds>', 'end after so long; 0: no limit', within(0, 1e6), 0)
  .showHelpAfterError('(--help shows the options)')
  .parse()
  .opts<CliOptions>();

try {
  if (build) await buildPage();
  const { url, close } = await servePage({ host, port, isolated: isolation, station });
  process.stdout.write(`Look at ${url}\nCtrl-C ends it.\n`);
  await once(untilStopped(runFor), 'abort');
  await close();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

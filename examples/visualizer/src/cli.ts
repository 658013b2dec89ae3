import { parseArgs } from 'node:util';
import { buildPage } from '../build-page.mjs';
import { servePage } from './serve-page.js';

const HELP = `Pictures of sound in the browser.

  --port <port>        where to listen; 0: any (23461)
  --host <address>     (127.0.0.1)
  --station <url>      what the page has as /station/: a radio (http://127.0.0.1:23456)
  --no-isolation       without COOP and COEP: the page then has no shared memory
  --no-build           serve the pages as they were built last
  --run-for <seconds>  end after so long; 0: no limit (0)
`;

const parse = () =>
  parseArgs({
    allowNegative: true,
    options: {
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '23461' },
      station: { type: 'string', default: 'http://127.0.0.1:23456' },
      isolation: { type: 'boolean', default: true },
      build: { type: 'boolean', default: true },
      'run-for': { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  }).values;

const numberOf = (name: string, text: string, most: number): number => {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= most) return value;
  throw new Error(`--${name}: expected a number from 0 to ${most}, got "${text}"`);
};

const main = async (): Promise<void> => {
  const { help, build, host, isolation, station, ...numbers } = parse();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const port = numberOf('port', numbers.port, 65_535);
  const seconds = numberOf('run-for', numbers['run-for'], 1e6);
  if (!URL.canParse(station)) throw new Error(`--station: expected an address, got "${station}"`);
  if (build) await buildPage();
  const { url, close } = await servePage({ host, port, isolated: isolation, station });
  process.stdout.write(`Look at ${url}\nCtrl-C ends it.\n`);
  const stop = async (): Promise<void> => {
    await close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  if (seconds > 0) setTimeout(stop, 1000 * seconds);
};

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

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

const { values } = parseArgs({
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
});

if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
if (values.build) await buildPage();
const { url, close } = await servePage({
  host: values.host,
  port: Number(values.port),
  isolated: values.isolation,
  station: values.station,
});
process.stdout.write(`Look at ${url}\nCtrl-C ends it.\n`);
const stop = async (): Promise<void> => {
  await close();
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
if (Number(values['run-for']) > 0) setTimeout(stop, 1000 * Number(values['run-for']));

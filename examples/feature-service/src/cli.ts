import { parseArgs } from 'node:util';
import { startService } from './feature-service.js';

const { values } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '23460' },
    'run-for': { type: 'string', default: '0' },
  },
});

const service = await startService({ host: values.host, port: Number(values.port) });
const url = `http://${values.host}:${service.port}/`;
process.stdout.write(
  `Features at ${url}\nTry: curl --data-binary @song.mp3 '${url}?features=rms,bars'\nCtrl-C ends it.\n`,
);
const stop = async (): Promise<void> => {
  await service.close();
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
if (Number(values['run-for']) > 0) setTimeout(stop, 1000 * Number(values['run-for']));

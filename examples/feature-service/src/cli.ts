import { once } from 'node:events';
import { untilStopped } from '@audioflow/example-shared/until-stopped';
import { whole } from '@audioflow/example-shared/whole';
import { within } from '@audioflow/example-shared/within';
import { Command } from 'commander';
import { startService } from './feature-service.js';

const { host, port, runFor } = new Command('feature-service')
  .description('Answers audio that is sent to it with its features.')
  .option('--host <address>', 'where to listen', '127.0.0.1')
  .option('--port <port>', 'where to listen; 0: any', whole(0, 65_535), 23_460)
  .option('--run-for <seconds>', 'end after so long; 0: no limit', within(0, 1e6), 0)
  .showHelpAfterError('(--help shows the options)')
  .parse()
  .opts<{ readonly host: string; readonly port: number; readonly runFor: number }>();

const service = await startService({ host, port });
const url = `http://${host}:${service.port}/`;
process.stdout.write(
  `Features at ${url}\nTry: curl --data-binary @song.mp3 '${url}?features=rms,bars'\nCtrl-C ends it.\n`,
);
await once(untilStopped(runFor), 'abort');
await service.close();

import { whole } from '@audioflow/example-shared/whole';
import { within } from '@audioflow/example-shared/within';
import { Command, InvalidArgumentError, Option } from 'commander';

/** The command line, checked. */
export interface CliOptions {
  readonly file?: string;
  readonly radio?: string;
  readonly tune: boolean;
  readonly device?: string;
  readonly host: string;
  readonly port: number;
  readonly bars: number;
  readonly fps: number;
  readonly exact: boolean;
  readonly fixed: boolean;
  /** Seconds; 0: no limit. */
  readonly runFor: number;
}

const station = (text: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new InvalidArgumentError('expected an address that begins http:// or https://.');
};

/** Reads the command line; ends the program where it is wrong. */
export const parseCli = (argv: readonly string[]): CliOptions => {
  const command = new Command('spectrum')
    .description(
      'Shows the spectrum of a file, a radio or a little tune in every browser that looks.',
    )
    .argument('[file]', 'an audio file; it is played again and again')
    .option(
      '--radio <url>',
      'a station: mp3 or aac over HTTP, such as that of npm run demo',
      station,
    )
    .option('--tune', 'a little tune; so it is too where nothing is named', false)
    .option('--device <name>', 'part of the name of the device to begin with')
    .option('--host <address>', 'where to listen', '127.0.0.1')
    .option('--port <port>', 'where to listen; 0: any', whole(0, 65_535), 23_458)
    .option('--bars <n>', 'bars', whole(1, 1024), 32)
    .option('--fps <n>', 'pictures a second; not with --exact', within(1, 60), 60)
    .addOption(
      new Option('--exact', 'the older recipe, to the number: blocks of 1024 at 44100 Hz')
        .default(false)
        .conflicts('fps'),
    )
    .option('--fixed', 'clients may not choose another device', false)
    .option('--run-for <seconds>', 'end after so long; 0: no limit', within(0, 1e6), 0)
    .addHelpText('after', '\nLook at http://127.0.0.1:23458/ in a browser. Ctrl-C ends it.')
    .showHelpAfterError('(--help shows the options)')
    .parse([...argv], { from: 'user' });
  const [file] = command.args;
  return { ...command.opts<CliOptions>(), ...(file === undefined ? {} : { file }) };
};

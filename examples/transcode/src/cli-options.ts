import { whole } from '@audioflow/example-shared/whole';
import { within } from '@audioflow/example-shared/within';
import { Command, Option } from 'commander';

/** The command line, checked. */
export interface CliOptions {
  readonly inputs: readonly string[];
  /** A file, or a folder for many. */
  readonly target: string;
  /** Extension of the files made in a folder. */
  readonly format?: string;
  readonly codec?: string;
  readonly bitrate?: number;
  readonly rate?: number;
  readonly channels?: number;
  /** Decibels. */
  readonly gain: number;
  /** Seconds. */
  readonly start?: number;
  readonly end?: number;
  /** LUFS. */
  readonly loudness?: number;
  readonly jobs: number;
  readonly json: boolean;
}

/** `192k` and `192000` are the same. */
const bits = (text: string): number =>
  whole(
    500,
    10_000_000,
  )(text.replace(/^([\d.]+)k$/i, (_, kilo: string) => `${1000 * Number(kilo)}`));

/** Reads the command line; ends the program where it is wrong. */
export const parseCli = (argv: readonly string[], codecs: readonly string[]): CliOptions => {
  const command = new Command('transcode')
    .description('Converts audio files: the extension says to what.')
    .argument('<files...>', 'one or more inputs, then the output: a file, or a folder for many')
    .option('--format <extension>', 'kind of the files made in a folder: mp3, flac, m4a...')
    .addOption(
      new Option('--codec <name>', 'another codec than the usual one').choices([...codecs]),
    )
    .option('--bitrate <bits>', 'bits per second, such as 192k', bits)
    .option('--rate <hz>', 'resample', whole(1000, 768_000))
    .option('--channels <n>', 'mix down or up', whole(1, 8))
    .option('--gain <dB>', 'louder above 0, softer below', within(-120, 120), 0)
    .option('--start <s>', 'begin there', within(0, 1e9))
    .option('--end <s>', 'stop there', within(0, 1e9))
    .option('--loudness <LUFS>', 'bring to this loudness (EBU R 128)', within(-70, 0))
    .option('--jobs <n>', 'files at a time', whole(1, 64), 2)
    .option('--json', 'one line of JSON per file instead of a progress bar', false)
    .showHelpAfterError('(--help shows the options)')
    .parse([...argv], { from: 'user' });
  const inputs = [...command.args];
  const target = inputs.pop();
  if (target === undefined || inputs.length === 0) {
    return command.error('error: expected an input and an output: transcode in.flac out.mp3');
  }
  return { ...command.opts<Omit<CliOptions, 'inputs' | 'target'>>(), inputs, target };
};

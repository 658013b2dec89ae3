import { Command } from 'commander';

/** The command line, checked. */
export interface CliOptions {
  readonly inputs: readonly string[];
  /** Folder of the files that are made. */
  readonly out: string;
  readonly json: boolean;
  readonly pictures: boolean;
}

/** Reads the command line; ends the program where it is wrong. */
export const parseCli = (argv: readonly string[]): CliOptions => {
  const command = new Command('analyze')
    .description(
      'Measures audio files: loudness, tempo, key, pitch; draws waveform and spectrogram.',
    )
    .argument('<files...>', 'one or more audio files')
    .option('--out <folder>', 'where the pictures and the JSON go', '.')
    .option('--json', 'one line of JSON per file instead of the table', false)
    .option('--no-pictures', 'measure only')
    .showHelpAfterError('(--help shows the options)')
    .parse([...argv], { from: 'user' });
  return { ...command.opts<Omit<CliOptions, 'inputs'>>(), inputs: command.args };
};

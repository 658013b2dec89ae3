import { parseArgs } from 'node:util';
import type { BenchmarkTable } from './harness.js';
import { readNumber } from './read-number.js';

/** What the command line of the benchmarks says. */
export interface BenchArguments {
  readonly help: boolean;
  /** In the order in which they are run. */
  readonly names: readonly string[];
  readonly quick: boolean;
  readonly rounds?: number;
  readonly seconds?: number;
}

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  quick: { type: 'boolean', default: false },
  rounds: { type: 'string' },
  seconds: { type: 'string' },
} as const;

/**
 * Reads the command line. Without names it is all but those that are parts of others.
 *
 * @throws Error on an option or a name that there is none of.
 */
export const readArguments = (table: BenchmarkTable, args: readonly string[]): BenchArguments => {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  });
  const { help, quick, rounds, seconds } = values;
  const unknown = positionals.find((name) => !Object.hasOwn(table, name));
  if (unknown !== undefined) {
    throw new Error(
      `no benchmark ${unknown}: expected ${Object.keys(table).join(', ')}, or --help`,
    );
  }
  const whole = Object.keys(table).filter((name) => table[name]?.partOf === undefined);
  return {
    help,
    quick,
    names: positionals.length === 0 ? whole : positionals,
    ...(rounds === undefined ? {} : { rounds: readNumber('--rounds', rounds, 1) }),
    ...(seconds === undefined ? {} : { seconds: readNumber('--seconds', seconds, 1) }),
  };
};

const line = (name: string, text: string): string => `  ${name.padEnd(18)} ${text}`;

/** What `--help` prints. */
export const benchHelp = (table: BenchmarkTable): string => {
  const parts = Object.entries(table).map(([name, { about, partOf }]) =>
    line(name, partOf === undefined ? about : `${about} (part of ${partOf})`),
  );
  return [
    'Usage: npm run bench -- [names] [options]',
    '',
    'Names; without any all are run that are no part of another:',
    ...parts,
    '',
    'Options:',
    line('--quick', 'shorter input and fewer rounds: figures are noisier, goals are the same'),
    line('--rounds=<n>', 'rounds of the broadcast benchmarks: a long run in pieces'),
    line('--seconds=<n>', 'how long the visualizer is watched'),
    line('-h, --help', 'prints this'),
  ].join('\n');
};

import { parseArgs } from 'node:util';
import { readNumber } from '../read-number.js';
import { runSoak } from './run-soak.js';

const HELP = `Usage: npm run soak [-- seconds listeners]

A station under listeners and sources that come and go: what it holds must not grow.

  seconds    how long; 1800 unless told otherwise
  listeners  how many there are at a time; 60 unless told otherwise
  -h, --help prints this
`;

const read = (args: string[]) => {
  const { values, positionals } = parseArgs({
    args,
    options: { help: { type: 'boolean', short: 'h', default: false } },
    allowPositionals: true,
  });
  const [seconds = '1800', listeners = '60', ...more] = positionals;
  if (more.length > 0) throw new Error(`expected seconds and listeners, got ${more[0]} too`);
  const settings = {
    seconds: readNumber('seconds', seconds, 1),
    population: readNumber('listeners', listeners, 1),
  };
  return values.help ? 'help' : settings;
};

const tryRead = (args: string[]): ReturnType<typeof read> | undefined => {
  try {
    return read(args);
  } catch (error) {
    process.stderr.write(`soak: ${error instanceof Error ? error.message : String(error)}\n`);
    return undefined;
  }
};

/** `tsx --conditions=@audioflow/source bench/soak/index.ts [seconds] [listeners]`. */
const main = async (args: string[]): Promise<number> => {
  const asked = tryRead(args);
  if (asked === undefined) return 2;
  if (asked !== 'help') return await runSoak(asked);
  process.stdout.write(HELP);
  return 0;
};

process.exitCode = await main(process.argv.slice(2));

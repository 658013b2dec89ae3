import { describe, expect, it } from '@jest/globals';
import type { BenchmarkTable } from './harness.js';
import { benchHelp, readArguments } from './read-arguments.js';

const load = async () => async () => {};
const table: BenchmarkTable = {
  core: { about: 'operators', load },
  broadcast: { about: 'listeners', load },
  'broadcast-500': { about: '500 listeners', partOf: 'broadcast', load },
};

describe('the command line of the benchmarks', () => {
  it('runs nothing twice where none is named, and what is named in that order', () => {
    expect(readArguments(table, [])).toEqual({
      help: false,
      quick: false,
      names: ['core', 'broadcast'],
    });
    expect(readArguments(table, ['broadcast-500', 'core', '--quick', '--rounds=1'])).toEqual({
      help: false,
      quick: true,
      rounds: 1,
      names: ['broadcast-500', 'core'],
    });
  });

  it('has each name and option in its help', () => {
    expect(readArguments(table, ['core', '--help']).help).toBe(true);
    const help = benchHelp(table);
    for (const word of [...Object.keys(table), '--quick', '--rounds', '--seconds', '--help']) {
      expect(help).toContain(word);
    }
    expect(help).toContain('500 listeners (part of broadcast)');
  });

  it.each([
    [['nothing'], /no benchmark nothing: expected core, broadcast, broadcast-500, or --help/],
    [['core', '--slow'], /--slow/],
    [['--rounds=many'], /--rounds: expected a number of at least 1, got 'many'/],
    [['--seconds='], /--seconds: expected a number/],
  ])('refuses %j', (args, message) => {
    expect(() => readArguments(table, args)).toThrow(message);
  });
});

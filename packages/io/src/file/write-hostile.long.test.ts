import { describe, expect, it } from '@jest/globals';
import { runScript } from './fixtures/run-script.js';

const CODES = ['written', 'unsupported', 'malformed-data', 'invalid-state', 'limit-exceeded'];

describe('writing what is no audio', () => {
  it.each([
    1, 2, 3, 4,
  ])('ends in a file or an AudioFlowError, never in a crash: seed %d', (seed) => {
    const script = new URL('./fixtures/write-hostile-child.ts', import.meta.url);
    const { status, signal, stdout, stderr } = runScript(script, ['6000', String(seed)], 300_000);
    expect([status, signal, stderr.toString()]).toEqual([0, null, '']);
    const { ends, megabytes } = JSON.parse(stdout.toString());
    expect(Object.keys(ends).filter((end) => !CODES.includes(end))).toEqual([]);
    expect(ends['written']).toBeGreaterThan(500);
    expect(megabytes).toBeLessThan(800);
  }, 320_000);
});

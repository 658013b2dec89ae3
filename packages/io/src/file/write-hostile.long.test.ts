import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const CODES = ['written', 'unsupported', 'malformed-data', 'invalid-state', 'limit-exceeded'];

describe('writing what is no audio', () => {
  it.each([
    1, 2, 3, 4,
  ])('ends in a file or an AudioFlowError, never in a crash: seed %d', (seed) => {
    const script = fileURLToPath(new URL('./fixtures/write-hostile-child.ts', import.meta.url));
    const child = spawnSync(
      process.execPath,
      ['--conditions=@audioflow/source', '--import', 'tsx', script, '6000', String(seed)],
      { env: { ...process.env, NODE_OPTIONS: '' }, encoding: 'utf8', timeout: 300_000 },
    );
    expect({ status: child.status, signal: child.signal, stderr: child.stderr }).toEqual({
      status: 0,
      signal: null,
      stderr: '',
    });
    const { ends, megabytes } = JSON.parse(child.stdout);
    expect(Object.keys(ends).filter((end) => !CODES.includes(end))).toEqual([]);
    expect(ends['written']).toBeGreaterThan(500);
    expect(megabytes).toBeLessThan(800);
  }, 320_000);
});

import { expect, it } from '@jest/globals';
import { FREES_LARGE_BLOCKS, runChild } from '../fixtures/run-child.js';

it('keeps its memory over two hundred thousand frames in one turn of the event loop', async () => {
  const run = await runChild(
    'memory-child.ts',
    ['200000', '6000'],
    ['--expose-gc'],
    FREES_LARGE_BLOCKS,
  );
  expect({ code: run.code, signal: run.signal }).toEqual({ code: 0, signal: null });
  const grown: Record<string, number> = JSON.parse(run.stdout);
  expect(Object.keys(grown).length).toBe(6);
  for (const megabytes of Object.values(grown)) expect(megabytes).toBeLessThan(60);
}, 600_000);

import { expect, it } from '@jest/globals';
import { runChild } from '../fixtures/run-child.js';

it('takes every packet of the corpus without harm', async () => {
  const { code, signal, stdout, stderr } = await runChild('corpus-child.ts');
  expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  const results: Record<string, string> = JSON.parse(stdout);
  const names = Object.keys(results);
  expect(names.length).toBeGreaterThanOrEqual(20);
  for (const [name, result] of Object.entries(results)) {
    expect({ name, result }).toEqual({
      name,
      result: expect.stringMatching(/^(\d+ samples|malformed-data|unsupported)$/),
    });
  }
});

import { describe, expect, it } from '@jest/globals';
import { compileSimd, readSimd } from '../../../build-simd.mjs';

describe('simd-code.ts', () => {
  it('is what its sources make: if not, run node packages/core/build-simd.mjs', async () => {
    expect(await readSimd()).toBe(await compileSimd());
  });
});

import { describe, expect, it } from '@jest/globals';
import { bundleWorklet, readWorklet } from '../../../build-worklet.mjs';

describe('pcm-worklet-code.ts', () => {
  it('is what its sources make: if not, run node packages/io/build-worklet.mjs', async () => {
    expect(await readWorklet()).toBe(await bundleWorklet());
  });
});

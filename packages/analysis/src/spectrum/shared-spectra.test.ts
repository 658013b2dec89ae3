import { noiseFrame } from '@audioflow/core/testing';
import { expect, it } from '@jest/globals';
import { createSharedSpectra } from './shared-spectra.js';
import { createSpectrumKernel } from './spectrum-kernel.js';
import { stftSettings } from './stft-options.js';

it('transforms a frame once for all, with the values of each alone', () => {
  const settings = stftSettings('test', { fftSize: 64 });
  let transforms = 0;
  const { next, source } = createSharedSpectra((given) => {
    const kernel = createSpectrumKernel(given);
    return {
      ...kernel,
      power: (samples, offset, out) => {
        transforms += 1;
        kernel.power(samples, offset, out);
      },
    };
  });
  const kernels = [source(settings), source(settings), source(settings)];
  const alone = createSpectrumKernel(settings);
  const [plane = []] = noiseFrame(200, {}).channels;
  const samples = Float64Array.from(plane);
  for (const offset of [0, 16, 16, 100]) {
    next();
    for (const name of ['magnitude', 'power', 'magnitude'] as const) {
      const expected = new Float64Array(alone.bins);
      alone[name](samples, offset, expected);
      for (const kernel of kernels) {
        const values = new Float64Array(alone.bins);
        kernel[name](samples, offset, values);
        expect(values).toEqual(expected);
        // What one does with them does not reach the others.
        values.fill(7);
      }
    }
  }
  expect(transforms).toBe(4);
});

import { createDoubleRealFft } from '../fft/double-real-fft.js';
import { isSmooth } from '../fft/is-smooth.js';
import type { RealFft, SinglePrecisionRealFft } from '../fft/real-fft.types.js';
import { packPlan } from './pack-plan.js';
import { isInLanes, planTransform } from './plan-transform.js';
import { simdHost } from './simd-host.js';
import { LARGEST_SIZE, SIMD_REGIONS } from './simd-regions.js';

const createInverse = (size: number): SinglePrecisionRealFft['inverse'] => {
  let fft: RealFft | undefined;
  return (re, im, samples): void => {
    fft ??= createDoubleRealFft(size);
    const out = new Float64Array(size);
    fft.inverse(Float64Array.from(re), Float64Array.from(im), out);
    samples.set(out);
  };
};

/** Fills a frame; of too few samples the rest is 0, not what others left there. */
const setFrame = (frame: Float32Array | Float64Array, samples: Float32Array): void => {
  const size = frame.length;
  frame.set(samples.length > size ? samples.subarray(0, size) : samples);
  if (samples.length < size) frame.fill(0, samples.length);
};

const createRounded = (size: number): SinglePrecisionRealFft => {
  const fft = createDoubleRealFft(size);
  const { bins } = fft;
  const frame = new Float64Array(size);
  const real = new Float64Array(bins);
  const imaginary = new Float64Array(bins);
  return {
    size,
    bins,
    forward: (samples, re, im): void => {
      setFrame(frame, samples);
      fft.forward(frame, real, imaginary);
      re.set(real);
      im.set(imaginary);
    },
    inverse: createInverse(size),
  };
};

/** Plans a transform in single precision: by SIMD where there is some and the size is for it, else in double precision and rounded. */
export const createSingleRealFft = (size: number): SinglePrecisionRealFft => {
  const fits = isInLanes(size) && size <= LARGEST_SIZE && isSmooth(size);
  const host = fits ? simdHost() : undefined;
  if (!host) return createRounded(size);
  const { floats, real, settle } = host;
  const { input, output, scratch } = SIMD_REGIONS;
  const plan = packPlan([...planTransform(size), new Float32Array(size).fill(0.5)]);
  const bins = size / 2 + 1;
  const frame = floats.subarray(input / 4, input / 4 + size);
  const reView = floats.subarray(output / 4, output / 4 + bins);
  const imView = floats.subarray(output / 4 + bins, output / 4 + 2 * bins);
  return {
    size,
    bins,
    forward: (samples, re, im): void => {
      setFrame(frame, samples);
      real(settle(plan), input, output, scratch);
      re.set(reView);
      im.set(imView);
    },
    inverse: createInverse(size),
  };
};

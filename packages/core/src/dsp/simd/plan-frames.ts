import { packPlan } from './pack-plan.js';
import { planBands, planBandsInOrder } from './plan-bands.js';
import { planLogarithm } from './plan-logarithm.js';
import { isInLanes, planTransform } from './plan-transform.js';
import type { SimdPlan } from './simd-host.js';
import type { SimdSpectraInit } from './simd-spectra.types.js';

/** What is kept of each bin, as packages/core/wasm/bins.ts has it. */
export const KEPT = { complex: 0, magnitude: 1, power: 2 } as const;

/** Ways through frames, as packages/core/wasm/frames.ts has them. */
const WAYS = { byFour: 0, oneByOne: 1, either: 2 } as const;
/** Up to here four frames beside each other are quicker: their numbers stay in the nearest cache. */
const LARGEST_BESIDE = 512;

const wayOf = (size: number): keyof typeof WAYS =>
  isInLanes(size) ? (size > LARGEST_BESIDE ? 'oneByOne' : 'either') : 'byFour';

/** Writes the plan of packages/core/wasm/frames.ts: its words, in its order. */
export const planFrames = (init: SimdSpectraInit): SimdPlan => {
  const { window, hopLength, output, bands, logarithm } = init;
  const size = window.length;
  const way = wayOf(size);
  const { ranges, weights } =
    way === 'oneByOne' ? planBands(bands, Math.floor(size / 2) + 1) : planBandsInOrder(bands);
  // Halves of the sums by which bins are parted.
  const gain = size % 2 === 0 ? 0.5 : 1;
  return packPlan([
    ...planTransform(size),
    Float32Array.from(window, (w) => gain * w),
    hopLength,
    KEPT[output],
    bands?.starts.length ?? 0,
    ranges,
    weights,
    ...planLogarithm(logarithm),
    WAYS[way],
  ]);
};

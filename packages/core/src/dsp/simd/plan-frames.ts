import { packPlan } from './pack-plan.js';
import { planBands, planBandsOfFour } from './plan-bands.js';
import { planLogarithm } from './plan-logarithm.js';
import { isInLanes, planTransform } from './plan-transform.js';
import type { SimdPlan } from './simd-host.js';
import type { SimdSpectraInit } from './simd-spectra.types.js';

/** What is kept of each bin, as packages/core/wasm/bins.ts has it. */
export const KEPT = { complex: 0, magnitude: 1, power: 2 } as const;

/** Up to here four frames go beside each other: their numbers stay in the nearest cache. */
const LARGEST_BESIDE = 512;

/** Writes the plan of packages/core/wasm/frames.ts: its words, in its order. */
export const planFrames = (init: SimdSpectraInit): SimdPlan => {
  const { window, hopLength, output, bands, logarithm } = init;
  const size = window.length;
  const inLanes = isInLanes(size) && size > LARGEST_BESIDE;
  const { ranges, weights } = inLanes
    ? planBands(bands, Math.floor(size / 2) + 1)
    : planBandsOfFour(bands);
  // Halves of the sums by which bins are parted: beside each other they are in the window.
  const gain = inLanes || size % 2 === 1 ? 1 : 0.5;
  return packPlan([
    ...planTransform(size, inLanes),
    Float32Array.from(window, (w) => gain * w),
    hopLength,
    KEPT[output],
    bands?.starts.length ?? 0,
    ranges,
    weights,
    ...planLogarithm(logarithm),
    inLanes ? 1 : 0,
  ]);
};

import { floatBits, packPlan } from './pack-plan.js';
import { planBands } from './plan-bands.js';
import { isInLanes, planTransform } from './plan-transform.js';
import type { SimdPlan } from './simd-host.js';
import type { SimdSpectraInit } from './simd-spectra.types.js';

/** What is kept of each bin, as packages/core/wasm/bins.ts has it. */
export const KEPT = { complex: 0, magnitude: 1, power: 2 } as const;

/** Writes the plan of packages/core/wasm/frames.ts: its words, in its order. */
export const planFrames = (init: SimdSpectraInit): SimdPlan => {
  const { window, hopLength, output, bands, logarithm } = init;
  const size = window.length;
  const { ranges, weights } = planBands(bands, Math.floor(size / 2) + 1);
  return packPlan([
    ...planTransform(size),
    Float32Array.from(window),
    hopLength,
    KEPT[output],
    bands?.starts.length ?? 0,
    ranges,
    weights,
    floatBits(logarithm?.scale ?? 0),
    floatBits(logarithm?.floor ?? 0),
    isInLanes(size) ? 1 : 0,
  ]);
};

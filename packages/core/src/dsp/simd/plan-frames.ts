import { floatBits, packPlan } from './pack-plan.js';
import { isInLanes, planTransform } from './plan-transform.js';
import type { SimdPlan } from './simd-host.js';
import type { SimdSpectraInit } from './simd-spectra.types.js';

const KEPT = { complex: 0, magnitude: 1, power: 2 } as const;

/** Writes the plan of packages/core/wasm/frames.ts: its words, in its order. */
export const planFrames = (init: SimdSpectraInit): SimdPlan => {
  const { window, hopLength, output, bands, logarithm } = init;
  const size = window.length;
  const ranges = new Int32Array(2 * (bands?.starts.length ?? 0));
  for (const [band, start] of (bands?.starts ?? []).entries()) {
    ranges[2 * band] = start;
    ranges[2 * band + 1] = bands?.counts[band] ?? 0;
  }
  return packPlan([
    ...planTransform(size),
    Float32Array.from(window),
    hopLength,
    KEPT[output],
    ranges.length / 2,
    ranges,
    Float32Array.from(bands?.weights ?? []),
    floatBits(logarithm?.scale ?? 0),
    floatBits(logarithm?.floor ?? 0),
    isInLanes(size) ? 1 : 0,
  ]);
};

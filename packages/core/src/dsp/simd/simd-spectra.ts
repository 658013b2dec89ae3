import { AudioFlowError } from '../../error/index.js';
import { isSmooth } from '../fft/is-smooth.js';
import { KEPT, planFrames } from './plan-frames.js';
import { simdHost } from './simd-host.js';
import {
  INPUT_SAMPLES,
  LARGEST_PLAN,
  LARGEST_SIZE,
  OUTPUT_VALUES,
  SIMD_REGIONS,
} from './simd-regions.js';
import type {
  BinBands,
  SimdFrames,
  SimdLogarithm,
  SimdSpectra,
  SimdSpectraInit,
} from './simd-spectra.types.js';

/** Frames of one call: more would not make it quicker. */
const MOST_FRAMES = 32;
const SMALLEST_SIZE = 8;
const LARGEST_ROW = 4096;
const LEAST_FLOOR = 2 ** -126;
const LARGEST_VALUE = 3.4e38;

const refuse = (expected: string, got: unknown): never => {
  throw new AudioFlowError('invalid-option', `createSimdSpectra: expected ${expected}, got ${got}`);
};

const checkBands = ({ starts, counts, weights }: BinBands, bins: number): void => {
  let used = 0;
  for (const [band, start] of starts.entries()) {
    const count = counts[band] ?? -1;
    if (start < 0 || count < 0 || start + count > bins) {
      refuse(`a band ${band} within ${bins} bins`, `${count} from ${start}`);
    }
    used += count;
  }
  if (used !== weights.length) refuse(`${used} weights`, weights.length);
};

const checkLogarithm = ({ scale, floor, shift = 0, gain = 1 }: SimdLogarithm): void => {
  if (!(Math.abs(scale) > 0 && Math.abs(scale) < LARGEST_VALUE)) refuse('a scale, not 0', scale);
  if (!(Math.abs(shift) < LARGEST_VALUE)) refuse('a finite shift', shift);
  if (!(Math.abs(gain) < LARGEST_VALUE)) refuse('a finite gain', gain);
  // The kernel takes exponents by their bits: smaller numbers have none of their own.
  if (!(floor >= LEAST_FLOOR && floor < LARGEST_VALUE)) {
    refuse(`a floor of ${LEAST_FLOOR} or more`, floor);
  }
};

/**
 * Makes what takes windowed spectra of overlapping frames by WebAssembly with SIMD, in single precision. Frames of 32 to 512 samples, in multiples of 8, go four beside each
 * other, and one or two that are left one after the other, with the same bits; larger multiples of 8 go one after the other. Of other sizes four go beside each other, and take no more time than one. Bands and
 * logarithms are done in the same call.
 *
 * Transforms of 8 to 16384 samples whose primes are 2, 3 and 5, and at most 4096 bands. All that are made share 4 MiB of memory, which they use one after the other: nothing is
 * to be released. Its arithmetic is the same on every machine that has it.
 *
 * @throws AudioFlowError `invalid-option` on another output, bands beyond the bins, weights that are not those of the bands, a hop below 1, and logarithms of
 * what is below 1.2e-38, the least of full precision; `process` on more frames than its limit, or than there are samples for.
 * @returns undefined where the runtime has no WebAssembly with SIMD or may not compile it (a content security policy
 * without 'wasm-unsafe-eval'), and for what it does not do: then take `createRealFft`.
 *
 * @example
 * import { createSimdSpectra, createWindow } from '@audioflow/core/dsp';
 * const spectra = createSimdSpectra({ window: createWindow('hann', 400), hopLength: 160, output: 'power' });
 * const tone = Float32Array.from({ length: 720 }, (_, i) => Math.cos((2 * Math.PI * i) / 16));
 * spectra?.process(tone, 0, 3);
 * console.log(spectra?.rowSize, spectra?.rows[25].toFixed(0), spectra?.rows[2 * 201 + 25].toFixed(0)); // 201 10000 10000
 */
export const createSimdSpectra = (init: SimdSpectraInit): SimdSpectra | undefined => {
  const { window, hopLength, output, bands, logarithm } = init;
  const size = window.length;
  const bins = Math.floor(size / 2) + 1;
  if (!Number.isSafeInteger(hopLength) || hopLength < 1) refuse('a hop of at least 1', hopLength);
  if (!Object.hasOwn(KEPT, output)) refuse(`an output of ${Object.keys(KEPT).join(', ')}`, output);
  if (bands) checkBands(bands, bins);
  if (logarithm) checkLogarithm(logarithm);
  if (size < SMALLEST_SIZE || size > LARGEST_SIZE || !isSmooth(size)) return undefined;
  if (bands && (output === 'complex' || bands.starts.length > LARGEST_ROW)) return undefined;
  const host = simdHost();
  if (!host) return undefined;
  const plan = planFrames(init);
  if (plan.image.length > LARGEST_PLAN) return undefined;
  const rowSize = bands ? bands.starts.length : output === 'complex' ? 2 * bins : bins;
  // Rows are written by fours: there may be three more than asked for.
  const limit = Math.min(
    MOST_FRAMES,
    Math.floor(OUTPUT_VALUES / rowSize) - 3,
    1 + Math.floor((INPUT_SAMPLES - size) / hopLength),
  );
  const rows = new Float32Array(limit * rowSize);
  const { floats, frames, settle } = host;
  const { input, output: result, scratch } = SIMD_REGIONS;
  const first = input / 4;
  const from = result / 4;
  const extremes = new Float32Array(2);
  const full = floats.subarray(from, from + limit * rowSize);
  const compute = ({ samples, offset, count }: SimdFrames): Float32Array => {
    const end = offset + (count - 1) * hopLength + size;
    if (!(count >= 1 && count <= limit)) refuse(`1 to ${limit} frames`, count);
    if (!(offset >= 0 && end <= samples.length)) refuse(`${end} samples`, samples.length);
    floats.set(samples.subarray(offset, end), first);
    frames(settle(plan), input, count, result, scratch);
    extremes[0] = floats[scratch / 4] ?? 0;
    extremes[1] = floats[scratch / 4 + 1] ?? 0;
    return count === limit ? full : full.subarray(0, count * rowSize);
  };
  return {
    rowSize,
    limit,
    rows,
    extremes,
    process: (samples, offset, count) => rows.set(compute({ samples, offset, count })),
    processInto: (run, out, at) => out.set(compute(run), at),
  };
};

import type { SpectrumSource } from '../spectrum/shared-spectra.js';
import type { FrameKernel } from '../stage/feature.types.js';
import { countFrames, forEachRow } from '../stage/feature-matrix.js';
import type { Samples } from '../stage/mono.js';
import { type MelSpectrogramOptions, planMelLogarithms } from './mel-kernel.js';

/** Makes kernels whose rows are mel bands in dB, without a floor: of at least 1e-10. */
export const planMelDecibels = (
  owner: string,
  options: MelSpectrogramOptions,
  source?: SpectrumSource,
): ((sampleRate: number) => FrameKernel) =>
  planMelLogarithms(owner, options, { logarithm: { scale: 10, floor: 1e-10 }, source });

/** The larger of `loudest` and the largest of `bands`. */
export const loudestOf = (bands: Samples, loudest: number): number => {
  let most = loudest;
  for (let m = 0; m < bands.length; m++) {
    const band = bands[m] ?? 0;
    if (band > most) most = band;
  }
  return most;
};

/** Where the floor is, `topDb` below the loudest band; null for none. */
export const floorBelow = (loudest: number, topDb: number | null): number =>
  topDb === null ? Number.NEGATIVE_INFINITY : loudest - topDb;

/** The bands of samples in memory, frame after frame, and the loudest of all. */
export const collectDecibels = (
  kernel: FrameKernel,
  samples: Samples,
): {
  readonly frameCount: number;
  readonly loudest: number;
  /** The bands of a frame. */
  readonly rowOf: (frame: number) => Float64Array;
} => {
  const { size } = kernel;
  const frameCount = countFrames(kernel, samples.length);
  const bands = new Float64Array(frameCount * size);
  let loudest = Number.NEGATIVE_INFINITY;
  forEachRow(kernel, samples, (row, index) => {
    bands.set(row, index * size);
    loudest = loudestOf(row, loudest);
  });
  const rowOf = (frame: number): Float64Array => bands.subarray(frame * size, (frame + 1) * size);
  return { frameCount, loudest, rowOf };
};

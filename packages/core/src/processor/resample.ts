import * as z from 'zod';
import type { ContinuityOptions, ResamplerQuality } from '../dsp/index.js';
import { checkOptions } from '../error/index.js';
import { type Processor, transform } from '../operator/index.js';
import type { AudioFrame } from '../signal/index.js';
import { createResampleKernel } from './resample-kernel.js';

/** Options of {@link resample}. */
export interface ResampleOptions extends ContinuityOptions {
  /** See `ResamplerQuality`. Default 'high'. */
  readonly quality?: ResamplerQuality | undefined;
  /**
   * A change of rate, channel count or layout: end what is under way and begin anew, or fail with
   * `format-changed`. Default 'error'.
   */
  readonly onFormatChange?: 'restart' | 'error' | undefined;
}

const rateSchema = z.strictObject({ sampleRate: z.number().positive() });
const schema = z.strictObject({
  quality: z.enum(['linear', 'medium', 'high']).default('high'),
  onDiscontinuity: z.enum(['silence', 'reset', 'error']).default('error'),
  maxGapMs: z.number().nonnegative().default(1000),
  onFormatChange: z.enum(['restart', 'error']).default('error'),
});

/**
 * Converts a stream to another sample rate.
 *
 * Nothing is delayed and nothing is lost: an output sample is the input's value at the same time, n
 * samples make exactly round(n * out / in), and the output has the same bits however the input is cut
 * into frames. `pts` begins at the first input's time and counts on without a jump. Each input frame
 * gives what is ready as one frame; the rest comes on completion. Frames that have the rate already
 * pass as they are, unless the stream began otherwise.
 *
 * @param sampleRate The rate to convert to, in Hz, from 1/256 to 256 times that of the input.
 * @throws AudioFlowError `invalid-option` at once; through the stream `malformed-data` on a jump of pts,
 * `format-changed`, `unsupported` for a ratio beyond the limits.
 *
 * @example
 * import { createFrame, fromFrames, resample, run } from '@audioflow/core';
 * const second = createFrame([new Float32Array(44100)], { sampleRate: 44100, pts: 44100 });
 * const frames = [];
 * await run(fromFrames([second]).pipe(resample(48000)), { write: (frame) => void frames.push(frame) });
 * console.log(frames[0].pts); // 48000
 * console.log(frames.reduce((sum, frame) => sum + frame.length, 0)); // 48000
 */
export const resample = (sampleRate: number, options: ResampleOptions = {}): Processor => {
  checkOptions('resample', rateSchema, { sampleRate });
  const settings = { ...checkOptions('resample', schema, options), sampleRate };
  return transform<AudioFrame, AudioFrame>(() => createResampleKernel(settings), {
    name: 'resample',
  });
};

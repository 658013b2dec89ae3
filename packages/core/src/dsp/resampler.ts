import * as z from 'zod';
import { AudioFlowError, checkOptions } from '../error/index.js';
import { rateRatio } from './rate-ratio.js';
import { resamplerCore } from './resampler-core.js';
import type { SincQuality } from './resampler-filter.js';
import { createResamplerStream } from './resampler-stream.js';

/**
 * How a resampler interpolates.
 *
 * - `linear`: straight lines, no filter: cheapest, and aliases; for control signals and previews.
 * - `medium`: aliases at least 96 dB down, flat within 0.01 dB to 0.85 of the lower Nyquist frequency.
 * - `high`: aliases at least 120 dB down, flat within 0.01 dB to 0.91 of the lower Nyquist frequency.
 */
export type ResamplerQuality = 'linear' | SincQuality;

/** What {@link createResampler} takes. */
export interface ResamplerInit {
  /** Hz. */
  readonly inputRate: number;
  /** Hz, from 1/256 to 256 times `inputRate`. */
  readonly outputRate: number;
  readonly channelCount: number;
  /** Default 'high'. */
  readonly quality?: ResamplerQuality | undefined;
}

/** A streaming resampler: chunks of any length in, what is ready out. */
export interface Resampler {
  /** Input samples that must follow an output's place before that output is ready, at most. */
  readonly lookahead: number;
  /** Takes one plane per channel, of equal lengths; returns new planes, of length 0 at times. */
  process(planes: readonly Float32Array[]): Float32Array[];
  /** Ends the stream: returns the rest, and is as new. */
  flush(): Float32Array[];
  /** Forgets the stream. */
  reset(): void;
}

const MAX_RATIO = 256;

const schema = z.strictObject({
  inputRate: z.number().positive(),
  outputRate: z.number().positive(),
  channelCount: z.number().int().positive(),
  quality: z.enum(['linear', 'medium', 'high']).default('high'),
});

const checkRatio = (inputRate: number, outputRate: number): void => {
  const ratio = outputRate / inputRate;
  if (ratio >= 1 / MAX_RATIO && ratio <= MAX_RATIO) return;
  throw new AudioFlowError(
    'unsupported',
    `createResampler: expected an outputRate of 1/${MAX_RATIO} to ${MAX_RATIO} times ${inputRate} Hz, ` +
      `got ${outputRate} Hz: resample in two steps`,
    { details: { inputRate, outputRate } },
  );
};

const joined = (pieces: readonly Float32Array[]): Float32Array => {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first;
  const whole = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
};

/**
 * Makes a streaming resampler: polyphase windowed sinc (Kaiser window), or straight lines.
 *
 * Output `k` is the input's value at the time `k * inputRate / outputRate`, so nothing is delayed, and
 * n inputs make exactly round(n * outputRate / inputRate) outputs. The output does not depend on how
 * the input is cut into chunks, to the last bit. Sums are in double precision. A ratio of small whole
 * numbers has a filter of its own for each phase, any other interpolates between those of a bank of
 * bounded size. Filters are designed once per ratio and quality.
 *
 * @throws AudioFlowError `invalid-option`; `unsupported` for a ratio beyond 1/256 to 256.
 *
 * @example
 * import { createResampler } from '@audioflow/core/dsp';
 * const up = createResampler({ inputRate: 2, outputRate: 4, channelCount: 1, quality: 'linear' });
 * console.log(up.process([Float32Array.of(0, 1, 2)])[0].join()); // 0,0.5,1,1.5
 * console.log(up.flush()[0].join()); // 2,2
 */
export const createResampler = (init: ResamplerInit): Resampler => {
  const checked = checkOptions('createResampler', schema, init);
  const { inputRate, outputRate, channelCount, quality } = checked;
  checkRatio(inputRate, outputRate);
  const ratio = rateRatio(inputRate, outputRate);
  const stream = createResamplerStream(ratio, resamplerCore(ratio, quality), channelCount);
  return {
    lookahead: stream.lookahead,
    process(planes): Float32Array[] {
      const blocks = stream.process(planes);
      return Array.from({ length: channelCount }, (_, channel) =>
        joined(blocks.map((block) => block[channel] ?? new Float32Array(0))),
      );
    },
    flush(): Float32Array[] {
      const rest = stream.finish();
      stream.reset();
      return rest;
    },
    reset: stream.reset,
  };
};

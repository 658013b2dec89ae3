import { type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { checkRate, splitStage } from '../stage/feature.js';
import type { FeatureFrame } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import { frameStream } from '../stage/feature-stream.js';
import type { Samples } from '../stage/mono.js';
import { fillScaledLogMel, WHISPER_SCALE } from './fill-scaled-log-mel.js';
import type { LogMel, LogMelInit, LogMelOptions } from './log-mel.types.js';
import { planLogMel } from './log-mel-kernel.js';

const HOP = 160;
const FFT_SIZE = 400;

const schema = z.strictObject({
  padTo: z.int().positive().nullable().default(480_000),
  padAfter: z.int().nonnegative().default(0),
});

/**
 * The bands of a stream that Whisper and Qwen2-Audio hear by, one frame each 10 ms: raw log10, not scaled.
 *
 * The models' scale goes by the loudest band of a whole window, so `normalizeLogMel` does it when the window is there. n samples give
 * floor(n / 160) frames.
 *
 * @throws AudioFlowError `invalid-option` at once; through the stream `unsupported` for another rate than 16000 Hz,
 * `malformed-data` on a jump of pts, `format-changed`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { logMel } from '@audioflow/analysis';
 * let frames = 0;
 * await run(sine({ duration: 2, sampleRate: 16000 }).pipe(logMel({ melCount: 128 })), {
 *   write: ({ values }) => { frames += values.length / 128; },
 * });
 * console.log(frames); // 200
 */
export const logMel = (
  options: LogMelOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, FeatureFrame> => {
  const { stage, rest } = splitStage('logMel', options);
  const plan = planLogMel('logMel', rest);
  return frameStream('logMel', stage, ({ sampleRate }) => ({
    kernel: plan(sampleRate),
    dropLast: true,
    shape: (row, pts) => ({ pts, sampleRate, values: new Float32Array(row) }),
  }));
};

/**
 * The input of Whisper or Qwen2-Audio for samples in memory: log-mel bands, scaled, and which frames have sound.
 *
 * By default what Hugging Face's `WhisperFeatureExtractor` gives: 30 s, cut or filled up, 3000 frames.
 *
 * @throws AudioFlowError `invalid-option`; `unsupported` for another rate than 16000 Hz.
 *
 * @example
 * import { logMelOf } from '@audioflow/analysis';
 * const { frameCount, size, length } = logMelOf(new Float32Array(32000), { sampleRate: 16000, melCount: 128 });
 * console.log(frameCount, size, length); // 3000 128 200
 */
export const logMelOf = (samples: Samples, init: LogMelInit): LogMel => {
  const { sampleRate, padTo, padAfter, ...rest } = init;
  const padding = checkOptions('logMelOf', schema, { padTo, padAfter });
  const kernel = planLogMel('logMelOf', rest, WHISPER_SCALE)(checkRate('logMelOf', sampleRate));
  const { size } = kernel;
  const count = Math.min(samples.length, padding.padTo ?? samples.length);
  const total = (padding.padTo ?? samples.length) + padding.padAfter;
  const frameCount = Math.floor(total / HOP);
  const data = new Float32Array(frameCount * size);
  // Of the silence that follows, only as much as frames with sound in them reach into.
  const silence = Math.min(total - count, 2 * FFT_SIZE);
  fillScaledLogMel(kernel, { samples: samples.subarray(0, count), silence }, data);
  const attentionMask = new Uint8Array(frameCount);
  const length = Math.min(frameCount, Math.ceil(count / HOP));
  attentionMask.fill(1, 0, length);
  return { frameCount, size, data, attentionMask, length };
};

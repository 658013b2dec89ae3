import { type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { checkRate, type OfflineInit, splitStage } from '../stage/feature.js';
import { countFrames, forEachRow } from '../stage/feature-matrix.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import { frameStream } from '../stage/feature-stream.js';
import type { Samples } from '../stage/mono.js';
import type { PitchFrame } from './pitch.types.js';
import { type PitchOptions, planPitch } from './pitch-options.js';
import { type PitchTrack, pyinOf } from './pyin.js';
import { pyinStream } from './pyin-stream.js';
import { createYin } from './yin-kernel.js';

/** Options of {@link pitch}. */
export interface PitchStreamOptions extends PitchOptions {
  /**
   * 'yin' takes each frame by itself; 'pyin' looks for the most likely way through them, and says where there is no pitch. Default 'yin'.
   */
  readonly method?: 'yin' | 'pyin' | undefined;
  /**
   * How long 'pyin' waits for what follows before it says what a frame is, in ms, 0 to 60 000: the longer, the more often it is what
   * `pitchOf` says. Default 500.
   */
  readonly lagMs?: number | undefined;
}

/** What {@link pitchOf} takes. */
export interface PitchInit extends PitchOptions, OfflineInit {
  /**
   * 'yin' takes each frame by itself; 'pyin' looks for the most likely way through all of them, and says where there is no pitch. Default 'pyin'.
   */
  readonly method?: 'yin' | 'pyin' | undefined;
}

const offlineSchema = z.strictObject({ method: z.enum(['yin', 'pyin']).default('pyin') });
const streamSchema = z.strictObject({
  method: z.enum(['yin', 'pyin']).default('yin'),
  lagMs: z.number().nonnegative().max(60_000).default(500),
});

/**
 * The pitch of a stream, frame by frame, by YIN: as librosa's `yin`; or by pYIN, with a fixed lag.
 *
 * pYIN in a stream decides on each frame `lagMs` later, by the way that is most likely then; what comes after cannot change it. `pitchOf`
 * looks at all frames first. It remembers the ways of that many frames.
 *
 * @throws AudioFlowError `invalid-option` at once, and through the stream when the range does not go with the rate; `malformed-data` on a jump
 * of pts, `format-changed`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { pitch } from '@audioflow/analysis';
 * await run(sine({ frequency: 330, duration: 0.2, sampleRate: 22050 }).pipe(pitch()), {
 *   write: ({ pts, frequency }) => {
 *     if (pts === 2048) console.log(frequency.toFixed(0)); // 330
 *   },
 * });
 */
export const pitch = (
  options: PitchStreamOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, PitchFrame> => {
  const { stage, rest: own } = splitStage('pitch', options);
  const { method, lagMs, ...rest } = own;
  const checked = checkOptions('pitch', streamSchema, { method, lagMs });
  const plan = planPitch('pitch', rest);
  if (checked.method === 'pyin') return pyinStream(stage, checked.lagMs, plan);
  return frameStream('pitch', stage, ({ sampleRate }) => ({
    kernel: createYin(plan(sampleRate)),
    shape: ([frequency = 0, confidence = 0], pts) => ({ pts, sampleRate, frequency, confidence }),
  }));
};

/**
 * The pitch of samples in memory: as librosa's `pyin`, or `yin`.
 *
 * The pitches of 'pyin' stand in steps of 10 cents. With 'yin' a frame counts as voiced where its likeness is at least 1 - threshold.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { pitchOf } from '@audioflow/analysis';
 * const tone = Float32Array.from({ length: 22050 }, (_, i) => Math.sin(2 * Math.PI * 330 * i / 22050));
 * const { frequency, voiced } = pitchOf(tone, { sampleRate: 22050 });
 * console.log(frequency.length, frequency[20].toFixed(0), voiced[20]); // 44 329 1
 */
export const pitchOf = (samples: Samples, init: PitchInit): PitchTrack => {
  const { method: wanted, sampleRate, ...options } = init;
  const { method } = checkOptions('pitchOf', offlineSchema, { method: wanted });
  const settings = planPitch('pitchOf', options)(checkRate('pitchOf', sampleRate));
  if (method === 'pyin') return pyinOf(samples, settings);
  const kernel = createYin(settings);
  const frameCount = countFrames(kernel, samples.length);
  const frequency = new Float32Array(frameCount);
  const probability = new Float32Array(frameCount);
  forEachRow(kernel, samples, ([hz = 0, confidence = 0], index) => {
    frequency[index] = hz;
    probability[index] = confidence;
  });
  const least = 1 - settings.threshold;
  const voiced = Uint8Array.from(probability, (confidence) => (confidence >= least ? 1 : 0));
  const { hopLength } = settings.framing;
  return { frameCount, frequency, voiced, probability, hopLength, sampleRate };
};

import { AudioFlowError, type AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { type OfflineInit, splitStage } from '../stage/feature.js';
import { countFrames, forEachRow } from '../stage/feature-matrix.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import { frameStream } from '../stage/feature-stream.js';
import type { Samples } from '../stage/mono.js';
import { type PitchOptions, planPitch } from './pitch-options.js';
import { type PitchTrack, pyinOf } from './pyin.js';
import { createYin } from './yin-kernel.js';

/** The pitch of a moment. */
export interface PitchFrame {
  /** In samples: the middle of the frame if frames are centred, else its beginning. */
  readonly pts: number;
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
  /** In Hz: the best guess, also where there is no pitch. */
  readonly frequency: number;
  /** How much a period is like the next, 0 to 1: below 1 - threshold there is hardly a pitch. */
  readonly confidence: number;
}

/** What {@link pitchOf} takes. */
export interface PitchInit extends PitchOptions, OfflineInit {
  /**
   * 'yin' takes each frame by itself; 'pyin' looks for the most likely way through all of them, and says where there is no pitch. Default 'pyin'.
   */
  readonly method?: 'yin' | 'pyin' | undefined;
}

/**
 * The pitch of a stream, frame by frame, by YIN: as librosa's `yin`.
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
  options: PitchOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, PitchFrame> => {
  const { stage, rest } = splitStage('pitch', options);
  const plan = planPitch('pitch', rest);
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
  const { method = 'pyin', sampleRate, ...options } = init;
  if (method !== 'pyin' && method !== 'yin') {
    throw new AudioFlowError('invalid-option', `pitchOf: expected 'yin' or 'pyin', got ${method}`);
  }
  const settings = planPitch('pitchOf', options)(sampleRate);
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

import { countFrames, forEachRow } from '../stage/feature-matrix.js';
import type { Samples } from '../stage/mono.js';
import type { PitchSettings } from './pitch-options.js';
import { createPyin } from './pyin-kernel.js';

/** The pitch of each frame. */
export interface PitchTrack {
  readonly frameCount: number;
  /** In Hz; NaN where there is no voice. */
  readonly frequency: Float32Array;
  /** 1 where there is a pitch. */
  readonly voiced: Uint8Array;
  /** How likely it is that there is one, 0 to 1. */
  readonly probability: Float32Array;
  /** Samples from one frame to the next. */
  readonly hopLength: number;
  /** In Hz. */
  readonly sampleRate: number;
}

/** Probabilistic YIN: candidates of each frame, and the most likely way through all of them. */
export const pyinOf = (samples: Samples, settings: PitchSettings): PitchTrack => {
  const { sampleRate, framing } = settings;
  const { kernel, decoder, voicedAt, frequencyOf } = createPyin(settings);
  const frameCount = countFrames(kernel, samples.length);
  const frequency = new Float32Array(frameCount);
  const probability = new Float32Array(frameCount);
  let decided = 0;
  const take = (state: number): void => {
    frequency[decided] = frequencyOf(state);
    decided += 1;
  };
  forEachRow(kernel, samples, (row, frame) => {
    probability[frame] = row[voicedAt] ?? 0;
    decoder.push(row, take);
  });
  decoder.end(take);
  const voiced = Uint8Array.from(frequency, (hz) => (Number.isNaN(hz) ? 0 : 1));
  const { hopLength } = framing;
  return { frameCount, frequency, voiced, probability, hopLength, sampleRate };
};

import { type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { type OfflineInit, splitStage } from '../stage/feature.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import { measuring } from '../stage/measuring.js';
import type { Samples } from '../stage/mono.js';
import { planOnsetStrength } from './onset-kernel.js';
import { onsetStrengthOf } from './onset-strength.js';
import { createHistory } from './strength-history.js';
import { tempoOfEnvelope } from './tempo-of-envelope.js';
import { splitTempo, type TempoOptions, tempoShape } from './tempo-options.js';

/** Options of {@link tempo}. */
export interface TempoStreamOptions extends TempoOptions {
  /** Seconds between two answers. Default 1. */
  readonly interval?: number | undefined;
  /** Seconds that an answer looks back. Default 30. */
  readonly history?: number | undefined;
}

/** The tempo of a moment. */
export interface TempoFrame {
  /** Up to where was listened, in samples. */
  readonly pts: number;
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
  /** Beats per minute; 0 while there is none. */
  readonly bpm: number;
}

const schema = z.strictObject(tempoShape);
const streamSchema = z.strictObject({
  ...tempoShape,
  interval: z.number().positive().default(1),
  history: z.number().min(2).max(600).default(30),
});

/**
 * The tempo of samples in memory in beats per minute; 0 if there is none. As librosa's `tempo`, but not bound to whole frames.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { tempoOf } from '@audioflow/analysis';
 * const clicks = new Float32Array(22050 * 10).map((_, i) => (i % 11025 < 200 ? Math.sin(i) : 0));
 * console.log(tempoOf(clicks, { sampleRate: 22050 }).toFixed(0)); // 120
 */
export const tempoOf = (samples: Samples, init: TempoOptions & OfflineInit): number => {
  const { tempo: given, rest } = splitTempo(init);
  const settings = checkOptions('tempoOf', schema, given);
  const { data, hopLength, sampleRate } = onsetStrengthOf(samples, rest);
  return tempoOfEnvelope(data, { ...settings, frameRate: sampleRate / hopLength });
};

/**
 * The tempo of a stream in beats per minute: every second, of the last 30 s.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { createFrame, fromFrames, run } from '@audioflow/core';
 * import { tempo } from '@audioflow/analysis';
 * const clicks = new Float32Array(22050 * 10).map((_, i) => (i % 11025 < 200 ? Math.sin(i) : 0));
 * const frame = createFrame([clicks], { sampleRate: 22050 });
 * await run(fromFrames([frame]).pipe(tempo({ interval: 9 })), {
 *   write: ({ bpm }) => console.log(bpm.toFixed(0)), // 120
 * });
 */
export const tempo = (
  options: TempoStreamOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, TempoFrame> => {
  const { stage, rest: own } = splitStage('tempo', options);
  const { tempo: given, rest } = splitTempo(own);
  const { interval, history, ...strength } = rest;
  const settings = checkOptions('tempo', streamSchema, { ...given, interval, history });
  const plan = planOnsetStrength('tempo', strength);
  return measuring('tempo', stage, (first) => {
    const { sampleRate, pts } = first;
    const kernel = plan(sampleRate);
    const { hopLength } = kernel.framing;
    const frameRate = sampleRate / hopLength;
    return createHistory<TempoFrame>(
      { owner: 'tempo', first, kernel },
      { ...stage, ...settings },
      ({ strengths, offset }, emit, isLast) => {
        if (isLast) return;
        const bpm = tempoOfEnvelope(strengths, { ...settings, frameRate });
        emit({ pts: pts + (offset + strengths.length) * hopLength, sampleRate, bpm });
      },
    );
  });
};

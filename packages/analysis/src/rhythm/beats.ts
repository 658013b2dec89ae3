import { type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { type OfflineInit, splitStage } from '../stage/feature.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import { measuring } from '../stage/measuring.js';
import type { Samples } from '../stage/mono.js';
import { beatsOfEnvelope } from './beats-of-envelope.js';
import { planOnsetStrength } from './onset-kernel.js';
import { onsetStrengthOf } from './onset-strength.js';
import { createHistory } from './strength-history.js';
import { tempoOfEnvelope } from './tempo-of-envelope.js';
import { splitTempo, type TempoOptions, tempoShape } from './tempo-options.js';

/** Options of {@link beatsOf}. */
export interface BeatOptions extends TempoOptions {
  /** How little the beat may change. Default 100. */
  readonly tightness?: number | undefined;
  /** Leave out beats before and after the music. Default true. */
  readonly trim?: boolean | undefined;
}

/** Options of {@link beats}. */
export interface BeatStreamOptions extends Omit<BeatOptions, 'trim'> {
  /** Seconds between two looks. Default 1. */
  readonly interval?: number | undefined;
  /** Seconds that a look goes back. Default 15. */
  readonly history?: number | undefined;
}

/** A beat of a stream. */
export interface Beat {
  /** In samples. */
  readonly pts: number;
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
  /** Beats per minute around it. */
  readonly bpm: number;
}

/** Beats of samples in memory. */
export interface Beats {
  /** Beats per minute; 0 if there are none. */
  readonly bpm: number;
  /** Where they are, in samples. */
  readonly pts: readonly number[];
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
}

const beatShape = { ...tempoShape, tightness: z.number().nonnegative().default(100) };
const schema = z.strictObject({ ...beatShape, trim: z.boolean().default(true) });
const streamSchema = z.strictObject({
  ...beatShape,
  interval: z.number().positive().default(1),
  history: z.number().min(4).max(600).default(15),
});

/** Seconds that must be there before beats are looked for. */
const LEAST = 4;

/**
 * The beats of samples in memory: as librosa's `beat_track`.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { beatsOf } from '@audioflow/analysis';
 * const clicks = new Float32Array(22050 * 10).map((_, i) => (i % 11025 < 200 ? Math.sin(i) : 0));
 * const { bpm, pts } = beatsOf(clicks, { sampleRate: 22050 });
 * console.log(bpm.toFixed(0), ((pts[5] - pts[4]) / 22050).toFixed(1)); // 120 0.5
 */
export const beatsOf = (samples: Samples, init: BeatOptions & OfflineInit): Beats => {
  const { tempo: given, rest } = splitTempo(init);
  const { tightness, trim, ...strength } = rest;
  const settings = checkOptions('beatsOf', schema, { ...given, tightness, trim });
  const { data, hopLength, sampleRate } = onsetStrengthOf(samples, strength);
  const frameRate = sampleRate / hopLength;
  const bpm = tempoOfEnvelope(data, { ...settings, frameRate });
  if (bpm === 0) return { bpm, pts: [], sampleRate };
  const period = (60 * frameRate) / bpm;
  const frames = beatsOfEnvelope(data, { ...settings, period });
  return { bpm, pts: frames.map((frame) => frame * hopLength), sampleRate };
};

/**
 * The beats of a stream, as soon as they are sure: about a beat and up to `interval` late.
 *
 * Each second the beats of the last 15 s are looked for as {@link beatsOf} does; those that have a beat behind them and were not put out yet
 * are. Nothing comes in the first 4 s.
 *
 * @throws AudioFlowError as `stft`.
 *
 * @example
 * import { createFrame, fromFrames, run } from '@audioflow/core';
 * import { beats } from '@audioflow/analysis';
 * const clicks = new Float32Array(22050 * 10).map((_, i) => (i % 11025 < 200 ? Math.sin(i) : 0));
 * const found = [];
 * await run(fromFrames([createFrame([clicks], { sampleRate: 22050 })]).pipe(beats()), {
 *   write: (beat) => void found.push(beat),
 * });
 * console.log(((found[9].pts - found[8].pts) / 22050).toFixed(1), found[9].bpm.toFixed(0)); // 0.5 120
 */
export const beats = (
  options: BeatStreamOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, Beat> => {
  const { stage, rest: own } = splitStage('beats', options);
  const { tempo: given, rest } = splitTempo(own);
  const { interval, history, tightness, ...strength } = rest;
  const settings = checkOptions('beats', streamSchema, { ...given, interval, history, tightness });
  const plan = planOnsetStrength('beats', strength);
  return measuring('beats', stage, (first) => {
    const { sampleRate, pts } = first;
    const kernel = plan(sampleRate);
    const { hopLength } = kernel.framing;
    const frameRate = sampleRate / hopLength;
    /** The frame of the last beat that was put out. */
    let last = Number.NEGATIVE_INFINITY;
    return createHistory<Beat>(
      { owner: 'beats', first, kernel },
      { ...stage, ...settings },
      ({ strengths, offset }, emit, isLast) => {
        if (strengths.length < LEAST * frameRate) return;
        const bpm = tempoOfEnvelope(strengths, { ...settings, frameRate });
        if (bpm === 0) return;
        const period = (60 * frameRate) / bpm;
        const found = beatsOfEnvelope(strengths, {
          period,
          tightness: settings.tightness,
          trim: true,
        });
        const sure = isLast ? Number.POSITIVE_INFINITY : offset + strengths.length - period;
        for (const frame of found.map((place) => offset + place)) {
          if (frame > sure || frame < last + period / 2) continue;
          last = frame;
          emit({ pts: pts + frame * hopLength, sampleRate, bpm });
        }
      },
    );
  });
};

import { type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { type OfflineInit, splitStage } from '../stage/feature.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import { createFramer } from '../stage/framer.js';
import { measuring } from '../stage/measuring.js';
import { type Samples, toMono } from '../stage/mono.js';
import { beatsOfEnvelope } from './beats-of-envelope.js';
import { type OnsetStrengthOptions, planOnsetStrength } from './onset-kernel.js';
import { onsetStrengthOf } from './onset-strength.js';
import { tempoOfEnvelope } from './tempo-of-envelope.js';

/** What tempo is looked for. */
export interface TempoOptions extends OnsetStrengthOptions {
  /** The most likely tempo, in beats per minute. Default 120. */
  readonly startBpm?: number | undefined;
  /** How far around it is likely, in octaves. Default 1. */
  readonly stdBpm?: number | undefined;
  /** Slower than this. Default 320. */
  readonly maxBpm?: number | undefined;
  /** Seconds that are compared with each other. Default 8. */
  readonly seconds?: number | undefined;
  /** Look between frames, which are 5 % of a beat apart. false is librosa's way. Default true. */
  readonly interpolate?: boolean | undefined;
}

/** Options of {@link beatsOf}. */
export interface BeatOptions extends TempoOptions {
  /** How little the beat may change. Default 100. */
  readonly tightness?: number | undefined;
  /** Leave out beats before and after the music. Default true. */
  readonly trim?: boolean | undefined;
}

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

/** Beats of samples in memory. */
export interface Beats {
  /** Beats per minute; 0 if there are none. */
  readonly bpm: number;
  /** Where they are, in samples. */
  readonly pts: readonly number[];
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
}

const tempoShape = {
  startBpm: z.number().positive().default(120),
  stdBpm: z.number().positive().default(1),
  maxBpm: z.number().positive().default(320),
  seconds: z.number().min(1).max(60).default(8),
  interpolate: z.boolean().default(true),
};
const tempoSchema = z.strictObject(tempoShape);
const beatSchema = z.strictObject({
  ...tempoShape,
  tightness: z.number().nonnegative().default(100),
  trim: z.boolean().default(true),
});
const streamSchema = z.strictObject({
  ...tempoShape,
  interval: z.number().positive().default(1),
  history: z.number().min(2).max(600).default(30),
});

/** Parts the options of tempo from those of onsets. */
const splitTempo = <T extends TempoOptions>(options: T) => {
  const { startBpm, stdBpm, maxBpm, seconds, interpolate, ...rest } = options;
  return { tempo: { startBpm, stdBpm, maxBpm, seconds, interpolate }, rest };
};

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
  const settings = checkOptions('tempoOf', tempoSchema, given);
  const { data, hopLength, sampleRate } = onsetStrengthOf(samples, rest);
  return tempoOfEnvelope(data, { ...settings, frameRate: sampleRate / hopLength });
};

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
  const settings = checkOptions('beatsOf', beatSchema, { ...given, tightness, trim });
  const { data, hopLength, sampleRate } = onsetStrengthOf(samples, strength);
  const frameRate = sampleRate / hopLength;
  const bpm = tempoOfEnvelope(data, { ...settings, frameRate });
  if (bpm === 0) return { bpm, pts: [], sampleRate };
  const period = (60 * frameRate) / bpm;
  const frames = beatsOfEnvelope(data, { ...settings, period });
  return { bpm, pts: frames.map((frame) => frame * hopLength), sampleRate };
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
  return measuring('tempo', stage, ({ sampleRate, pts }) => {
    const kernel = plan(sampleRate);
    const { hopLength } = kernel.framing;
    const frameRate = sampleRate / hopLength;
    const kept = Math.ceil(settings.history * frameRate);
    const every = Math.max(1, Math.round(settings.interval * frameRate));
    const framer = createFramer(kernel.framing);
    const row = new Float64Array(1);
    const strengths: number[] = [];
    let frames = 0;
    let mono = new Float64Array(0);
    const take = (emit: (output: TempoFrame) => boolean) => (samples: Float64Array, at: number) => {
      kernel.process(samples, at, row);
      strengths.push(row[0] ?? 0);
      if (strengths.length > kept) strengths.shift();
      frames += 1;
      if (frames % every !== 0) return;
      const bpm = tempoOfEnvelope(strengths, { ...settings, frameRate });
      emit({ pts: pts + frames * hopLength, sampleRate, bpm });
    };
    return {
      push: (frame, emit): void => {
        if (mono.length < frame.length) mono = new Float64Array(frame.length);
        toMono(frame.channels, stage.channel, mono);
        framer.push(mono.subarray(0, frame.length), take(emit));
      },
      flush: (emit) => framer.flush(take(emit)),
    };
  });
};

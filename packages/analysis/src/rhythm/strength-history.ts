import type { AudioFrame } from '@audioflow/core';
import type { FrameKernel } from '../stage/feature.types.js';
import type { FeatureSettings } from '../stage/feature-stream.js';
import { createFramer } from '../stage/framer.js';
import type { Emit, Measurement } from '../stage/measurement.js';
import { toMono } from '../stage/mono.js';

/** The last strengths of a stream of onsets. */
export interface StrengthHistory {
  readonly strengths: readonly number[];
  /** The frame of the first of them, counted from the beginning of the stretch. */
  readonly offset: number;
}

/** How long the history is, and how often it is looked at. */
export interface HistorySettings extends FeatureSettings {
  /** In seconds. */
  readonly interval: number;
  readonly history: number;
}

/** Keeps the last strengths of a stretch; `look` is called at each interval and, with `isLast`, at the end. */
export const createHistory = <O>(
  kernel: FrameKernel,
  settings: HistorySettings & { readonly sampleRate: number },
  look: (history: StrengthHistory, emit: Emit<O>, isLast: boolean) => void,
): Measurement<O> => {
  const frameRate = settings.sampleRate / kernel.framing.hopLength;
  const kept = Math.ceil(settings.history * frameRate);
  const every = Math.max(1, Math.round(settings.interval * frameRate));
  const framer = createFramer(kernel.framing);
  const row = new Float64Array(1);
  const strengths: number[] = [];
  let frames = 0;
  let mono = new Float64Array(0);
  const take = (emit: Emit<O>) => (samples: Float64Array, at: number) => {
    kernel.process(samples, at, row);
    strengths.push(row[0] ?? 0);
    if (strengths.length > kept) strengths.shift();
    frames += 1;
    if (frames % every === 0) look({ strengths, offset: frames - strengths.length }, emit, false);
  };
  return {
    push: (frame: AudioFrame, emit): void => {
      if (mono.length < frame.length) mono = new Float64Array(frame.length);
      toMono(frame.channels, settings.channel, mono);
      framer.push(mono.subarray(0, frame.length), take(emit));
    },
    flush: (emit): void => {
      framer.flush(take(emit));
      look({ strengths, offset: frames - strengths.length }, emit, true);
    },
  };
};

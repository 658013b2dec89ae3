import type { AudioFrame } from '@audioflow/core';
import { checkChannel } from '../stage/check-channel.js';
import type { FrameKernel } from '../stage/feature.types.js';
import type { FeatureSettings } from '../stage/feature-stream.js';
import { createKernelRows } from '../stage/kernel-rows.js';
import type { Emit, Measurement } from '../stage/measurement.js';
import type { Samples } from '../stage/mono.js';

/** The last strengths of a stream of onsets. */
export interface StrengthHistory {
  readonly strengths: readonly number[];
  /** The frame of the first of them, counted from the beginning of the stretch. */
  readonly offset: number;
}

/** Whose history it is. */
export interface HistorySource {
  readonly owner: string;
  /** The frame that the stretch begins with. */
  readonly first: AudioFrame;
  readonly kernel: FrameKernel;
}

/** How long the history is, and how often it is looked at. */
export interface HistorySettings extends FeatureSettings {
  /** In seconds. */
  readonly interval: number;
  readonly history: number;
}

/** Keeps the last strengths of a stretch; `look` is called at each interval and, with `isLast`, at the end. */
export const createHistory = <O>(
  { owner, first, kernel }: HistorySource,
  settings: HistorySettings,
  look: (history: StrengthHistory, emit: Emit<O>, isLast: boolean) => void,
): Measurement<O> => {
  const { channel } = settings;
  checkChannel(owner, first.channels.length, channel);
  const frameRate = first.sampleRate / kernel.framing.hopLength;
  const kept = Math.ceil(settings.history * frameRate);
  const every = Math.max(1, Math.round(settings.interval * frameRate));
  const rows = createKernelRows(kernel);
  const strengths: number[] = [];
  let frames = 0;
  const take = (emit: Emit<O>) => (row: Samples) => {
    strengths.push(row[0] ?? 0);
    if (strengths.length > kept) strengths.shift();
    frames += 1;
    if (frames % every === 0) look({ strengths, offset: frames - strengths.length }, emit, false);
  };
  return {
    push: (frame, emit) => rows.push(frame.channels, channel, take(emit)),
    flush: (emit): void => {
      rows.flush(take(emit));
      look({ strengths, offset: frames - strengths.length }, emit, true);
    },
  };
};

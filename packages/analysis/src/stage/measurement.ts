import type { AudioFrame, Transform } from '@audioflow/core';
import { createContinuity, createFormatWatch } from '@audioflow/core/dsp';
import type { StageSettings } from './stage-options.js';

/** Hands a value downstream; false when nobody listens any more. */
export type Emit<O> = (output: O) => boolean;

/** What measures one unbroken stretch of audio of one format. */
export interface Measurement<O> {
  push(frame: AudioFrame, emit: Emit<O>): void;
  /** The stretch has ended: puts out what is held. */
  flush?(emit: Emit<O>): void;
}

/** Longest run of silence that is made at once, in samples. */
const SILENCE = 8192;

/**
 * Makes the kernel of an operator of what measures one stretch: follows `pts` and format, and begins a
 * new measurement where the settings say so.
 */
export const createMeasuring = <O>(
  owner: string,
  settings: StageSettings,
  begin: (first: AudioFrame) => Measurement<O>,
): Transform<AudioFrame, O> => {
  const continuity = createContinuity(owner, settings);
  const formats = createFormatWatch(owner, settings.onFormatChange);
  let current: Measurement<O> | undefined;

  const finish = (emit: Emit<O>): void => {
    current?.flush?.(emit);
    current = undefined;
  };
  const fill = (frame: AudioFrame, gap: number, emit: Emit<O>): void => {
    for (let done = 0; done < gap; done += SILENCE) {
      const length = Math.min(SILENCE, gap - done);
      const channels = frame.channels.map(() => new Float32Array(length));
      current?.push({ ...frame, channels, length, pts: frame.pts - gap + done }, emit);
    }
  };
  return {
    next: (frame, emit): void => {
      if (frame.length === 0) return;
      if (formats.isOther(frame)) {
        finish(emit);
        continuity.reset();
      }
      const { action, gap } = continuity.check(frame);
      if (action === 'reset') finish(emit);
      current ??= begin(frame);
      if (action === 'silence') fill(frame, gap, emit);
      current.push(frame, emit);
    },
    flush: finish,
  };
};

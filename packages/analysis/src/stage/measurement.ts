import { AudioFlowError, type AudioFrame, defaultLayout, type Transform } from '@audioflow/core';
import { createContinuity } from '@audioflow/core/dsp';
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

const describe = ({ sampleRate, channels, layout }: AudioFrame): string => {
  const { mask } = layout ?? defaultLayout(channels.length);
  return `${sampleRate} Hz, ${channels.length} channel(s), mask 0x${mask.toString(16)}`;
};

const sameFormat = (a: AudioFrame, b: AudioFrame): boolean =>
  a.sampleRate === b.sampleRate &&
  a.channels.length === b.channels.length &&
  (a.layout === b.layout || describe(a) === describe(b));

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
  let format: AudioFrame | undefined;
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
      format ??= frame;
      if (!sameFormat(frame, format)) {
        if (settings.onFormatChange === 'error') {
          throw new AudioFlowError(
            'format-changed',
            `${owner}: expected ${describe(format)} as before, got ${describe(frame)}: ` +
              "convert before, or set onFormatChange: 'restart'",
          );
        }
        finish(emit);
        continuity.reset();
        format = frame;
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

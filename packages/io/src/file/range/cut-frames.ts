import { type AudioFrame, transform } from '@audioflow/core';
import { type MonoTypeOperatorFunction, pipe, takeWhile } from 'rxjs';
import type { AudioRange } from './audio-range.js';

const part = (frame: AudioFrame, first: number, last: number): AudioFrame =>
  first === 0 && last === frame.length
    ? frame
    : {
        ...frame,
        pts: frame.pts + first,
        length: last - first,
        channels: frame.channels.map((plane) => plane.slice(first, last)),
      };

/** The samples of a range, by their pts; completes with the last one, and pulls no more. */
export const cutFrames = (range: AudioRange): MonoTypeOperatorFunction<AudioFrame> =>
  pipe(
    takeWhile((frame) => frame.pts + frame.length < range.to(frame.sampleRate), true),
    transform<AudioFrame, AudioFrame>(
      () => ({
        next: (frame, emit) => {
          const { pts, length, sampleRate } = frame;
          const first = Math.min(Math.max(range.from(sampleRate) - pts, 0), length);
          const last = Math.min(Math.max(range.to(sampleRate) - pts, 0), length);
          if (first < last) emit(part(frame, first, last));
        },
      }),
      { name: 'readAudio' },
    ),
  );

/** Counts pts on from the first frame's, over gaps. */
export const countOn = (): MonoTypeOperatorFunction<AudioFrame> =>
  transform<AudioFrame, AudioFrame>(
    () => {
      let next: number | undefined;
      return {
        next: (frame, emit) => {
          const pts = next ?? frame.pts;
          next = pts + frame.length;
          emit({ ...frame, pts });
        },
      };
    },
    { name: 'readAudio' },
  );

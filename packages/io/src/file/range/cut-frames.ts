import { AudioFlowError, type AudioFrame, transform } from '@audioflow/core';
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

/**
 * Counts pts on over gaps, and in the new rate where the rate changes.
 *
 * @param start The first frame's pts. Default: that which it has.
 */
export const countOn = (start?: number): MonoTypeOperatorFunction<AudioFrame> =>
  transform<AudioFrame, AudioFrame>(
    () => {
      let next = start;
      let rate: number | undefined;
      return {
        next: (frame, emit) => {
          const { sampleRate, length } = frame;
          if (length === 0) return;
          const counted = next ?? frame.pts;
          const same = rate === undefined || rate === sampleRate;
          const pts = same ? counted : Math.round((counted * sampleRate) / (rate ?? sampleRate));
          rate = sampleRate;
          next = pts + length;
          emit(pts === frame.pts ? frame : { ...frame, pts });
        },
      };
    },
    { name: 'readAudio' },
  );

/** Fails with `format-changed` where rate or channel count do. */
export const expectOneFormat = (): MonoTypeOperatorFunction<AudioFrame> =>
  transform<AudioFrame, AudioFrame>(
    () => {
      let first: AudioFrame | undefined;
      return {
        next: (frame, emit) => {
          first ??= frame;
          const show = ({ sampleRate, channels }: AudioFrame): string =>
            `${sampleRate} Hz and ${channels.length} channel(s)`;
          if (show(first) === show(frame)) {
            emit(frame);
            return;
          }
          throw new AudioFlowError(
            'format-changed',
            `readAudio: expected ${show(first)} to the end, got ${show(frame)} at pts ${frame.pts}: ` +
              "set onFormatChange: 'restart' and use resample or remix",
          );
        },
      };
    },
    { name: 'readAudio' },
  );

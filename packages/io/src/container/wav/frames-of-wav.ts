import { type AudioFrame, transform } from '@audioflow/core';
import { type OperatorFunction, pipe, takeWhile } from 'rxjs';
import { createDataFrames } from './data-frames.js';
import type { WavInfo } from './wav-format.types.js';

/** Which samples the bytes hold. */
export interface FramesOfWavOptions {
  readonly frameLength: number;
  /** The first sample's place in the file: its pts. */
  readonly from: number;
  /** Samples wanted. */
  readonly length: number;
}

/** Frames of the bytes of a data chunk, which begin with the sample `from`; completes after `length`. */
export const framesOfWav = (
  info: WavInfo,
  { frameLength, from, length }: FramesOfWavOptions,
): OperatorFunction<Uint8Array, AudioFrame> =>
  pipe(
    transform<Uint8Array, AudioFrame>(
      () => {
        const frames = createDataFrames(info, frameLength, from);
        let left = length * info.blockAlign;
        return {
          next: (bytes, emit) => {
            const part = bytes.subarray(0, left);
            left -= part.length;
            if (frames.push(part, emit) && left === 0) frames.end(emit);
          },
          flush: (emit) => {
            frames.end(emit);
          },
        };
      },
      { name: 'readAudio' },
    ),
    takeWhile((frame) => frame.pts + frame.length < from + length, true),
  );

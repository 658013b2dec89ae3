import { AudioFlowError } from '../error/index.js';
import { fromPull } from '../flow/index.js';
import type { PcmStream } from '../operator/index.js';
import type { AudioFrame } from '../signal/index.js';

const isIterable = (value: unknown): boolean =>
  value instanceof Object && (Symbol.iterator in value || Symbol.asyncIterator in value);

/**
 * A stream of the frames that you have: an array, a generator, or any other iterable of frames.
 *
 * Unlike `from`, it is a pausable source: it takes the next frame when there is room for it. An array
 * begins anew with each subscription; a generator can be run through once.
 *
 * @throws AudioFlowError `invalid-option` at once when `frames` cannot be iterated.
 *
 * @example
 * import { createFrame, fromFrames, run } from '@audioflow/core';
 * const frames = [0, 480].map((pts) =>
 *   createFrame([new Float32Array(480)], { sampleRate: 48000, pts }),
 * );
 * const times = [];
 * await run(fromFrames(frames), { write: (frame) => void times.push(frame.pts) });
 * console.log(times.join()); // 0,480
 */
export const fromFrames = (frames: Iterable<AudioFrame> | AsyncIterable<AudioFrame>): PcmStream => {
  if (!isIterable(frames)) {
    throw new AudioFlowError(
      'invalid-option',
      `fromFrames: expected an iterable of frames, got ${frames === null ? 'null' : typeof frames}`,
    );
  }
  return fromPull(() => frames, { name: 'fromFrames' });
};

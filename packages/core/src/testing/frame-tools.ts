import type { AudioFrame } from '../signal/index.js';

/** Options of {@link noiseFrame}. */
export interface NoiseFrameOptions {
  /** Default 48000. */
  readonly sampleRate?: number;
  /** Default 1. */
  readonly channelCount?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Default 0. */
  readonly pts?: number;
  /** Default 0.5. */
  readonly amplitude?: number;
}

/**
 * A frame of seeded white noise, the same on every machine.
 *
 * @param length Samples per channel.
 *
 * @example
 * import { noiseFrame } from '@audioflow/core/testing';
 * const frame = noiseFrame(100, { channelCount: 2 });
 * console.log(frame.length, frame.channels.length, frame.pts); // 100 2 0
 */
export const noiseFrame = (length: number, options: NoiseFrameOptions = {}): AudioFrame => {
  const { sampleRate = 48_000, channelCount = 1, seed = 1, pts = 0, amplitude = 0.5 } = options;
  let state = seed >>> 0;
  const channels = Array.from({ length: channelCount }, () =>
    Float32Array.from({ length }, () => {
      state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
      return amplitude * (state / 2_147_483_648 - 1);
    }),
  );
  return { kind: 'pcm', sampleRate, channels, length, pts };
};

/**
 * Cuts a frame into frames of the given lengths, cycling through them.
 *
 * @example
 * import { noiseFrame, splitFrame } from '@audioflow/core/testing';
 * console.log(splitFrame(noiseFrame(10), [3]).map((frame) => frame.pts)); // [ 0, 3, 6, 9 ]
 */
export const splitFrame = (frame: AudioFrame, lengths: readonly number[]): AudioFrame[] => {
  const frames: AudioFrame[] = [];
  let at = 0;
  for (let index = 0; at < frame.length; index += 1) {
    const wanted = Math.max(1, lengths[index % lengths.length] ?? frame.length);
    const length = Math.min(wanted, frame.length - at);
    const from = at;
    frames.push({
      ...frame,
      length,
      pts: frame.pts + from,
      channels: frame.channels.map((plane) => plane.subarray(from, from + length)),
    });
    at += length;
  }
  return frames;
};

/**
 * Joins the samples of frames, one array per channel. Looks at no `pts`.
 *
 * @example
 * import { joinFrames, noiseFrame, splitFrame } from '@audioflow/core/testing';
 * console.log(joinFrames(splitFrame(noiseFrame(10), [3]))[0].length); // 10
 */
export const joinFrames = (frames: readonly AudioFrame[]): Float32Array[] => {
  const total = frames.reduce((sum, frame) => sum + frame.length, 0);
  const channelCount = frames[0]?.channels.length ?? 0;
  return Array.from({ length: channelCount }, (_, index) => {
    const joined = new Float32Array(total);
    let at = 0;
    for (const frame of frames) {
      joined.set(frame.channels[index] ?? [], at);
      at += frame.length;
    }
    return joined;
  });
};

/**
 * Counts the samples of all frames, per channel.
 *
 * @example
 * import { noiseFrame, totalLength } from '@audioflow/core/testing';
 * console.log(totalLength([noiseFrame(10), noiseFrame(5)])); // 15
 */
export const totalLength = (frames: readonly AudioFrame[]): number =>
  frames.reduce((sum, frame) => sum + frame.length, 0);

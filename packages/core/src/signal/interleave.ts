import type { AudioFrame } from './audio-frame.js';
import { channelRun, sampleWriter } from './sample-io.js';
import { bytesPerSample, type Endianness, type SampleType } from './sample-type.js';

/** Options of {@link interleave}. */
export interface InterleaveOptions {
  /** Byte order. Default 'little'; u8 has none. */
  readonly endian?: Endianness;
  /** True puts one channel after another instead of side by side. Default false. */
  readonly planar?: boolean;
}

/**
 * The samples of a frame as bytes of one sample type: what files, sockets and devices take.
 *
 * Integers are scaled by 2^(bits - 1) both ways, rounded half away from zero and saturated, and NaN
 * becomes silence (128 in u8), so s16 and s24 samples come back bit-exact; f32 and f64 keep every
 * value as it is.
 *
 * @returns `length * channelCount * bytesPerSample(sampleType)` bytes, new on each call.
 *
 * @example
 * import { createFrame, interleave } from '@audioflow/core';
 * const planes = [Float32Array.of(0.5, 1), Float32Array.of(-0.5, -1)];
 * const bytes = interleave(createFrame(planes, { sampleRate: 48000 }), 's16');
 * console.log(new Int16Array(bytes.buffer).join()); // 16384,-16384,32767,-32768
 */
export const interleave = (
  frame: AudioFrame,
  sampleType: SampleType,
  options: InterleaveOptions = {},
): Uint8Array<ArrayBuffer> => {
  const { endian = 'little', planar = false } = options;
  const { channels, length } = frame;
  const channelCount = channels.length;
  const bytes = new Uint8Array(length * channelCount * bytesPerSample(sampleType));
  const write = sampleWriter(bytes, sampleType, endian);
  for (const [channel, plane] of channels.entries()) {
    write(plane, channelRun(sampleType, planar, { channel, channelCount, length }));
  }
  return bytes;
};

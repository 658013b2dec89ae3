import { AudioFlowError } from '../error/index.js';
import type { AudioFormat } from './audio-format.js';
import { channelRun, sampleReader } from './sample-io.js';
import { bytesPerSample, type Endianness } from './sample-type.js';
import { splitStereoS16 } from './split-stereo-s16.js';

/** Options of {@link deinterleave}. */
export interface DeinterleaveOptions {
  /** Byte order. Default 'little'; u8 has none. */
  readonly endian?: Endianness;
}

/**
 * Bytes of PCM as planes of floats: the way back from {@link interleave}.
 *
 * Integers are divided by 2^(bits - 1), which is exact for u8, s16 and s24; s32 and f64 are rounded
 * to the 24 significant bits of a float.
 *
 * @param bytes A whole number of samples of all channels; any alignment.
 * @returns One plane per channel.
 * @throws AudioFlowError `malformed-data` when the bytes end within a sample.
 *
 * @example
 * import { createAudioFormat, deinterleave } from '@audioflow/core';
 * const format = createAudioFormat({ sampleRate: 8000, sampleType: 'u8', channelCount: 2 });
 * const [left, right] = deinterleave(Uint8Array.of(128, 0, 192, 255), format);
 * console.log(left.join(), right.join()); // 0,0.5 -1,0.9921875
 */
export const deinterleave = (
  bytes: Uint8Array,
  format: Pick<AudioFormat, 'sampleType' | 'planar' | 'layout'>,
  options: DeinterleaveOptions = {},
): readonly Float32Array[] => {
  const { sampleType, planar } = format;
  const { channelCount } = format.layout;
  const stride = channelCount * bytesPerSample(sampleType);
  const length = bytes.length / stride;
  if (!Number.isInteger(length)) {
    throw new AudioFlowError(
      'malformed-data',
      `deinterleave: expected a multiple of ${stride} bytes (${channelCount} x ${sampleType}), ` +
        `got ${bytes.length}: keep the rest for the next call`,
      { details: { stride, byteLength: bytes.length } },
    );
  }
  const endian = options.endian ?? 'little';
  if (sampleType === 's16' && channelCount === 2 && !planar) {
    const planes = splitStereoS16(bytes, endian === 'little');
    if (planes !== undefined) return planes;
  }
  const read = sampleReader(bytes, sampleType, endian);
  return Array.from({ length: channelCount }, (_, channel) =>
    read(channelRun(sampleType, planar, { channel, channelCount, length })),
  );
};

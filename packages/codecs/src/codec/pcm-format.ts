import { type Endianness, SAMPLE_TYPES, type SampleType } from '@audioflow/core';

/** How pcm packets hold their samples. */
export interface PcmLayout {
  readonly sampleType: SampleType;
  readonly endian: Endianness;
}

/**
 * The `config` of pcm packets: the layout's usual name in ASCII, such as `s16le`, `f32be` or `u8`.
 */
export const pcmConfig = ({ sampleType, endian }: PcmLayout): Uint8Array<ArrayBuffer> => {
  const suffix = sampleType === 'u8' ? '' : endian === 'little' ? 'le' : 'be';
  return Uint8Array.from(`${sampleType}${suffix}`, (letter) => letter.charCodeAt(0));
};

/** Reads a `config` back; undefined where it names no layout. */
export const parsePcmConfig = (config: Uint8Array): PcmLayout | undefined => {
  const name = String.fromCharCode(...config.subarray(0, 8));
  const sampleType = SAMPLE_TYPES.find((type) => name === type || name.slice(0, -2) === type);
  if (sampleType === undefined) return undefined;
  return { sampleType, endian: name.endsWith('be') ? 'big' : 'little' };
};

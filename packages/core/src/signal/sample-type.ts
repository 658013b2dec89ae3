import { AudioFlowError } from '../error/index.js';

/** How one sample is stored at an edge of the system: offset binary (u8), two's complement, float. */
export type SampleType = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64';

/** Order of the bytes within one sample. */
export type Endianness = 'little' | 'big';

/** All sample types, narrowest first. */
export const SAMPLE_TYPES: readonly SampleType[] = ['u8', 's16', 's24', 's32', 'f32', 'f64'];

const BYTES: Readonly<Record<SampleType, number>> = {
  u8: 1,
  s16: 2,
  s24: 3,
  s32: 4,
  f32: 4,
  f64: 8,
};

/**
 * Bytes that one sample of a type takes; s24 is packed into three.
 *
 * @example
 * import { bytesPerSample } from '@audioflow/core';
 * console.log(bytesPerSample('s16'), bytesPerSample('s24'), bytesPerSample('f64')); // 2 3 8
 */
export const bytesPerSample = (type: SampleType): number => BYTES[type];

/**
 * Reads a sample type's name in any case. `i16`, `i24` and `i32` are taken as the signed types.
 *
 * @throws AudioFlowError `invalid-option` on a name that is no sample type.
 *
 * @example
 * import { parseSampleType } from '@audioflow/core';
 * console.log(parseSampleType('S16'), parseSampleType('F32')); // s16 f32
 */
export const parseSampleType = (name: string): SampleType => {
  const wanted = name.toLowerCase().replace(/^i(?=16$|24$|32$)/, 's');
  const found = SAMPLE_TYPES.find((type) => type === wanted);
  if (found !== undefined) return found;
  throw new AudioFlowError(
    'invalid-option',
    `parseSampleType: expected one of ${SAMPLE_TYPES.join(', ')}, got ${JSON.stringify(name)}`,
    { details: { name } },
  );
};

import type { AudioStreamInfo, WavSampleType } from '../container/index.js';
import type { AudioFileInfo } from './audio-file.types.js';

/** Stored bits of a sample. */
const stored: Readonly<Record<WavSampleType, number>> = {
  u8: 8,
  s16: 16,
  s24: 24,
  s32: 32,
  f32: 32,
  f64: 64,
  alaw: 8,
  mulaw: 8,
};

/** The one stream of a source that has no more. */
export const onlyStream = (
  { container: _container, sampleType, ...info }: AudioFileInfo,
  validBits?: number,
): AudioStreamInfo => {
  const bitDepth = validBits ?? (sampleType && stored[sampleType]);
  return {
    index: 0,
    isDefault: true,
    tags: {},
    ...info,
    ...(bitDepth === undefined ? {} : { bitDepth }),
  };
};

import { expandAlaw, expandMulaw } from '@audioflow/codecs/pcm';
import { defaultLayout, deinterleave } from '@audioflow/core';
import type { WavSampleType } from './wav-format.types.js';

const expandBytes = (
  bytes: Uint8Array,
  channelCount: number,
  expand: (code: number) => number,
): readonly Float32Array[] => {
  const planes = Array.from(
    { length: channelCount },
    () => new Float32Array(bytes.length / channelCount),
  );
  for (const [channel, plane] of planes.entries()) {
    for (let i = 0; i < plane.length; i++) {
      plane[i] = expand(bytes[i * channelCount + channel] ?? 0) / 32768;
    }
  }
  return planes;
};

/** Stored bytes of whole samples as planes. */
export const decodeSamples = (
  bytes: Uint8Array,
  format: { readonly sampleType: WavSampleType; readonly channelCount: number },
): readonly Float32Array[] => {
  const { sampleType, channelCount } = format;
  if (sampleType === 'alaw') return expandBytes(bytes, channelCount, expandAlaw);
  if (sampleType === 'mulaw') return expandBytes(bytes, channelCount, expandMulaw);
  return deinterleave(bytes, { sampleType, planar: false, layout: defaultLayout(channelCount) });
};

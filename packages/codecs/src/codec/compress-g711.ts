const ALAW_MASK = 0x55;
/** Added to mu-law sizes, so that segments begin at powers of two; in units of 16-bit samples. */
const MULAW_BIAS = 132;
const MULAW_CLIP = 32_635;

/**
 * A 16-bit linear value as an A-law byte (ITU-T G.711, table 1a), even bits inverted as they are sent.
 *
 * @example
 * import { compressAlaw, expandAlaw } from '@audioflow/codecs/pcm';
 * console.log(compressAlaw(0), compressAlaw(32767), expandAlaw(compressAlaw(-1000))); // 213 170 -1008
 */
export const compressAlaw = (value: number): number => {
  const positive = value >= 0;
  // 13 bits; what is negative counts from -1, as its intervals are mirrored.
  const size = (positive ? value : ~value) >> 3;
  const segment = Math.max(0, 27 - Math.clz32(size | 1));
  const step = segment < 2 ? (size >> 1) & 15 : (size >> segment) & 15;
  const code = (segment << 4) | step;
  return (positive ? code | 0x80 : code) ^ ALAW_MASK;
};

/**
 * A 16-bit linear value as a mu-law byte (ITU-T G.711, table 2a), inverted as it is sent.
 *
 * @example
 * import { compressMulaw, expandMulaw } from '@audioflow/codecs/pcm';
 * console.log(compressMulaw(0), compressMulaw(32767), expandMulaw(compressMulaw(-1000))); // 255 128 -988
 */
export const compressMulaw = (value: number): number => {
  const positive = value >= 0;
  const size = Math.min(Math.abs(value), MULAW_CLIP) + MULAW_BIAS;
  const segment = 24 - Math.clz32(size);
  const code = (segment << 4) | ((size >> (segment + 3)) & 15);
  return ~(positive ? code : code | 0x80) & 0xff;
};

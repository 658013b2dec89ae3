/**
 * An A-law byte, even bits inverted as they are sent, as a 16-bit linear value (ITU-T G.711, table 1a).
 *
 * @example
 * import { expandAlaw } from '@audioflow/codecs/pcm';
 * console.log(expandAlaw(213), expandAlaw(170)); // 8 32256
 */
export const expandAlaw = (code: number): number => {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 15) << 4) + 8;
  const size = segment === 0 ? step : (step + 256) << (segment - 1);
  return (bits & 0x80) === 0 ? 0 - size : size;
};

/**
 * A mu-law byte, inverted as it is sent, as a 16-bit linear value (ITU-T G.711, table 2a).
 *
 * @example
 * import { expandMulaw } from '@audioflow/codecs/pcm';
 * console.log(expandMulaw(255), expandMulaw(128)); // 0 32124
 */
export const expandMulaw = (code: number): number => {
  const bits = ~code & 0xff;
  const size = ((((bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
  return (bits & 0x80) === 0 ? size : 0 - size;
};

import { freshPlane } from './fresh-plane.js';

const HOST_IS_LITTLE = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Splits interleaved 16-bit stereo, the most common PCM there is, with one read for both samples of a
 * pair. Undefined where the bytes cannot be read as the host's own 32-bit numbers.
 */
export const splitStereoS16 = (
  bytes: Uint8Array,
  isLittle: boolean,
): readonly [Float32Array, Float32Array] | undefined => {
  if (!HOST_IS_LITTLE || !isLittle || bytes.byteOffset % 4 !== 0) return undefined;
  const pairs = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  const left = freshPlane(pairs.length);
  const right = freshPlane(pairs.length);
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i] ?? 0;
    // In the upper half it has its sign already: 16 bits up, and as many down by the factor.
    left[i] = (pair << 16) * 2 ** -31;
    right[i] = (pair >> 16) * 2 ** -15;
  }
  return [left, right];
};

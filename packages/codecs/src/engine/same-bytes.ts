/**
 * Tells whether two byte arrays hold the same bytes.
 *
 * @example
 * import { sameBytes } from '@audioflow/codecs/engine';
 * console.log(sameBytes(Uint8Array.of(18, 16), Uint8Array.of(18, 16))); // true
 */
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
};

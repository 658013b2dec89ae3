/** What is kept alive by the last packet of it that somebody keeps. */
const SLAB_BYTES = 16_384;
/** From here on bytes have an array of their own: it costs little beside the copy. */
const LARGE_BYTES = 4096;

/**
 * Makes a function that copies bytes into parts of larger arrays: an array for each small packet costs more than
 * its bytes.
 */
export const createByteSlab = (): ((bytes: Uint8Array) => Uint8Array) => {
  let slab = new Uint8Array(0);
  let used = 0;
  return (bytes) => {
    const { length } = bytes;
    if (length >= LARGE_BYTES) return new Uint8Array(bytes);
    if (used + length > slab.length) {
      // Not zeroed first: no part is handed out before it is filled.
      slab = new Uint8Array(Buffer.allocUnsafeSlow(SLAB_BYTES).buffer);
      used = 0;
    }
    const copy = slab.subarray(used, used + length);
    copy.set(bytes);
    used += length;
    return copy;
  };
};

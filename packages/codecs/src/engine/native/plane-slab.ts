/** Floats of a slab: 32 KiB, four stereo frames of 1024 samples. */
const SLAB_LENGTH = 8192;
/** Longer planes would leave much of it unused: two of them have one of their own. */
const LARGE_LENGTH = 2048;

/**
 * Makes a source of fresh planes, cut out of larger slabs: an array buffer of its own for each plane
 * costs several times what it costs to fill it. No part of a slab is ever handed out twice; a slab is
 * collected when the last of its planes is.
 *
 * @returns A function that copies samples into a plane of their own.
 */
export const createPlaneSlab = (): ((samples: Float32Array) => Float32Array) => {
  let slab = new Float32Array(0);
  let used = 0;
  return (samples) => {
    const { length } = samples;
    if (used + length > slab.length) {
      // Not zeroed first: no part is handed out before it is filled.
      const floats = length > LARGE_LENGTH ? 2 * length : SLAB_LENGTH;
      slab = new Float32Array(Buffer.allocUnsafeSlow(4 * floats).buffer);
      used = 0;
    }
    const plane = slab.subarray(used, used + length);
    plane.set(samples);
    used += length;
    return plane;
  };
};

const FLOAT_BYTES = 4;

/** The planes of interleaved 32-bit floats, in memory of their own. */
export const splitSamples = (bytes: Uint8Array, channelCount: number): Float32Array[] => {
  // A copy, at a border that floats can be read from.
  const floats = new Float32Array(bytes.slice().buffer);
  const length = Math.floor(bytes.length / FLOAT_BYTES / channelCount);
  return Array.from({ length: channelCount }, (_, channel) => {
    const plane = new Float32Array(length);
    for (let i = 0, at = channel; i < length; i++, at += channelCount) plane[i] = floats[at] ?? 0;
    return plane;
  });
};

/** Samples in memory: one channel. */
export type Samples = Float32Array | Float64Array;

/**
 * Writes the mean of the channels, or one of them, to `out`; what is not finite counts as 0.
 *
 * @param channel Which one; undefined for all.
 */
export const toMono = (
  channels: readonly Samples[],
  channel: number | undefined,
  out: Samples,
): void => {
  const chosen = channel === undefined ? channels : channels.slice(channel, channel + 1);
  const length = chosen[0]?.length ?? 0;
  const gain = 1 / chosen.length;
  for (const [index, plane] of chosen.entries()) {
    if (index === 0) {
      for (let i = 0; i < length; i++) {
        const x = plane[i] ?? 0;
        out[i] = x - x === 0 ? x : 0;
      }
      continue;
    }
    for (let i = 0; i < length; i++) {
      const x = plane[i] ?? 0;
      out[i] = (out[i] ?? 0) + (x - x === 0 ? x : 0);
    }
  }
  if (chosen.length > 1) for (let i = 0; i < length; i++) out[i] = (out[i] ?? 0) * gain;
};

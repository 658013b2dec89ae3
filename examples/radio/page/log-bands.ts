/** One bar: the FFT bins from `from` up to, but without, `to`. At least one bin wide. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts the bins of an FFT into bars of equal width on a logarithmic frequency axis, as one hears.
 *
 * @param count How many bars.
 * @param bins How many bins there are, from 0 Hz to half of `sampleRate`.
 */
export const logBands = (
  count: number,
  bins: number,
  { sampleRate, low = 40, high = 16_000 }: { sampleRate: number; low?: number; high?: number },
): readonly Band[] => {
  const top = Math.min(high, sampleRate / 2);
  const binOf = (hertz: number): number => (2 * bins * hertz) / sampleRate;
  const edge = (index: number): number => Math.round(binOf(low * (top / low) ** (index / count)));
  return Array.from({ length: count }, (_, index) => {
    const from = Math.min(bins - 1, edge(index));
    return { from, to: Math.min(bins, Math.max(from + 1, edge(index + 1))) };
  });
};

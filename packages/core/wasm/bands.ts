const LN10: f32 = f32(Math.LN10);
const LOG10_OF_2: f32 = 0.3010299956639812;
const HALF_ROOT_BITS: i32 = 0x3f3504f3;

/** Weighted sums of bins: for each band where it begins and how many bins it has; the weights of all stand one after the other. */
export function sumBands(bins: usize, ranges: usize, weights: usize, count: i32, out: usize): void {
  let w = weights;
  for (let band = 0; band < count; band++) {
    const range = ranges + 8 * band;
    let at = bins + 16 * load<i32>(range);
    let sum = f32x4.splat(0);
    for (const end = at + 16 * load<i32>(range, 4); at < end; at += 16, w += 4) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w), v128.load(at)));
    }
    v128.store(out + 16 * band, sum);
  }
}

/**
 * `scale` times log10 of values, none below `floor`, in place. A value is 2^e m with m between the roots of 1/2 and 2; ln m = 2 artanh((m - 1) /
 * (m + 1)), whose series ends below the last digit after five terms.
 */
export function takeLogs(values: usize, count: i32, floor: f32, scale: f32): void {
  const least = f32x4.splat(floor);
  const root = i32x4.splat(HALF_ROOT_BITS);
  const one = f32x4.splat(1);
  const perOctave = f32x4.splat(scale * LOG10_OF_2);
  const perSeries = f32x4.splat((2 * scale) / LN10);
  const c3 = f32x4.splat(1.0 / 3.0);
  const c5 = f32x4.splat(1.0 / 5.0);
  const c7 = f32x4.splat(1.0 / 7.0);
  const c9 = f32x4.splat(1.0 / 9.0);
  const end = values + 16 * count;
  for (let at = values; at < end; at += 16) {
    const bits = f32x4.max(v128.load(at), least);
    const exponent = i32x4.shr_s(i32x4.sub(bits, root), 23);
    const m = i32x4.sub(bits, i32x4.shl(exponent, 23));
    const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
    const q = f32x4.mul(s, s);
    let series = f32x4.add(c7, f32x4.mul(q, c9));
    series = f32x4.add(c5, f32x4.mul(q, series));
    series = f32x4.add(c3, f32x4.mul(q, series));
    series = f32x4.add(one, f32x4.mul(q, series));
    const octaves = f32x4.mul(perOctave, f32x4.convert_i32x4_s(exponent));
    v128.store(at, f32x4.add(octaves, f32x4.mul(perSeries, f32x4.mul(s, series))));
  }
}

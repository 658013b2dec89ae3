const HALF_ROOT_BITS: i32 = 0x3f3504f3;

/**
 * Takes logarithms in place, of values none of which counts for less than a floor; then a shift and a gain. A value is 2^e m with m between the roots of
 * 1/2 and 2; ln m = 2 artanh(s) with s = (m - 1) / (m + 1), for whose series a polynomial of s^2 stands.
 *
 * @param count Vectors.
 * @param law The words of plan-logarithm.ts.
 * @param extremes The least and the largest logarithms so far, as vectors: before shift and gain.
 */
export function takeLogs(values: usize, count: i32, law: usize, extremes: usize): void {
  const perOctave = v128.load32_splat(law);
  const least = v128.load32_splat(law, 4);
  const shift = v128.load32_splat(law, 8);
  const gain = v128.load32_splat(law, 12);
  const c0 = v128.load32_splat(law, 16);
  const c1 = v128.load32_splat(law, 20);
  const c2 = v128.load32_splat(law, 24);
  const c3 = v128.load32_splat(law, 28);
  const root = i32x4.splat(HALF_ROOT_BITS);
  const one = f32x4.splat(1);
  let low = v128.load(extremes);
  let high = v128.load(extremes, 16);
  const end = values + 16 * count;
  let at = values;
  do {
    const bits = f32x4.pmax(least, v128.load(at));
    const exponent = i32x4.shr_s(i32x4.sub(bits, root), 23);
    const m = i32x4.sub(bits, i32x4.shl(exponent, 23));
    const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
    const q = f32x4.mul(s, s);
    let series = f32x4.add(c2, f32x4.mul(q, c3));
    series = f32x4.add(c1, f32x4.mul(q, series));
    series = f32x4.add(c0, f32x4.mul(q, series));
    const octaves = f32x4.mul(perOctave, f32x4.convert_i32x4_s(exponent));
    const log = f32x4.add(octaves, f32x4.mul(s, series));
    low = f32x4.pmin(low, log);
    high = f32x4.pmax(high, log);
    v128.store(at, f32x4.mul(f32x4.add(log, shift), gain));
    at += 16;
  } while (at < end);
  v128.store(extremes, low);
  v128.store(extremes, high, 16);
}

/** Begins extremes: nothing has been seen. */
export function clearExtremes(extremes: usize): void {
  v128.store(extremes, f32x4.splat(f32.MAX_VALUE));
  v128.store(extremes, f32x4.splat(-f32.MAX_VALUE), 16);
}

/** Writes the least and the largest of all lanes. */
export function foldExtremes(extremes: usize, to: usize): void {
  let low = load<f32>(extremes);
  let high = load<f32>(extremes, 16);
  for (let lane: usize = 4; lane < 16; lane += 4) {
    low = min(low, load<f32>(extremes + lane));
    high = max(high, load<f32>(extremes + lane, 16));
  }
  store<f32>(to, low);
  store<f32>(to, high, 4);
}

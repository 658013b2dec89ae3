const LN10: f32 = f32(Math.LN10);
const LOG10_OF_2: f32 = 0.3010299956639812;
const HALF_ROOT_BITS: i32 = 0x3f3504f3;

/**
 * Weighted sums of the bins of a row, four bands at a time: for each four where they begin (four words) and for how many steps of four bins they go. Weights stand in the order in
 * which they are used, with zeros where a band has ended.
 *
 * @param bins A row with three zeros behind it.
 * @param out Takes the sums, and up to three more.
 */
export function sumBands(bins: usize, ranges: usize, fours: i32, weights: usize, out: usize): void {
  let w = weights;
  for (let four = 0; four < fours; four++) {
    const range = ranges + 20 * four;
    let a = bins + load<u32>(range);
    let b = bins + load<u32>(range, 4);
    let c = bins + load<u32>(range, 8);
    let d = bins + load<u32>(range, 12);
    const end = w + 64 * load<i32>(range, 16);
    let sa = f32x4.splat(0);
    let sb = f32x4.splat(0);
    let sc = f32x4.splat(0);
    let sd = f32x4.splat(0);
    for (; w < end; w += 64, a += 16, b += 16, c += 16, d += 16) {
      sa = f32x4.add(sa, f32x4.mul(v128.load(w), v128.load(a)));
      sb = f32x4.add(sb, f32x4.mul(v128.load(w, 16), v128.load(b)));
      sc = f32x4.add(sc, f32x4.mul(v128.load(w, 32), v128.load(c)));
      sd = f32x4.add(sd, f32x4.mul(v128.load(w, 48), v128.load(d)));
    }
    const ab = f32x4.add(
      v128.shuffle<f32>(sa, sb, 0, 4, 1, 5),
      v128.shuffle<f32>(sa, sb, 2, 6, 3, 7),
    );
    const cd = f32x4.add(
      v128.shuffle<f32>(sc, sd, 0, 4, 1, 5),
      v128.shuffle<f32>(sc, sd, 2, 6, 3, 7),
    );
    v128.store(
      out + 16 * four,
      f32x4.add(v128.shuffle<f64>(ab, cd, 0, 2), v128.shuffle<f64>(ab, cd, 1, 3)),
    );
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

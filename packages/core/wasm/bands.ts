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
 * Weighted sums, band after band: for each the first bin and how many there are. The same to the bit for one row, whose bins are `stride` = 4 bytes apart, and for four in
 * the lanes of vectors, 16 bytes apart.
 *
 * @param out Takes the sums, as far apart as bins, and up to three more.
 */
export function sumInOrder(
  bins: usize,
  stride: usize,
  ranges: usize,
  count: i32,
  weights: usize,
  out: usize,
): void {
  let w = weights;
  let to = out;
  const behind = ranges + 8 * count;
  for (let range = ranges; range < behind; range += 8, to += stride) {
    let at = bins + stride * load<u32>(range);
    const end = w + 4 * load<i32>(range, 4);
    let sum = f32x4.splat(0);
    if (w < end) {
      do {
        sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(w), v128.load(at)));
        w += 4;
        at += stride;
      } while (w < end);
    }
    v128.store(to, sum);
  }
}

/** Writes `size` vectors as four rows of `size` numbers, one after the other; up to three more behind the last. */
export function scatter(from: usize, size: i32, to: usize): void {
  const stride: usize = 4 * size;
  const end = from + 16 * max(0, size - 4);
  let at = from;
  let out = to;
  do {
    // The last four may overlap those before.
    if (at > end) {
      out -= (at - end) >> 2;
      at = end;
    }
    const v0 = v128.load(at);
    const v1 = v128.load(at, 16);
    const v2 = v128.load(at, 32);
    const v3 = v128.load(at, 48);
    const low01 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(out + stride, v128.shuffle<f64>(low01, low23, 1, 3));
    v128.store(out + 2 * stride, v128.shuffle<f64>(high01, high23, 0, 2));
    v128.store(out + 3 * stride, v128.shuffle<f64>(high01, high23, 1, 3));
    at += 64;
    out += 16;
  } while (at < end + 64);
}

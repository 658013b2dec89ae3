/** Writes `size` vectors as four rows of `size` numbers, one after the other. */
export function scatter(from: usize, size: i32, to: usize): void {
  const stride: usize = 4 * size;
  if (size < 4) {
    for (let i = 0; i < size; i++) {
      const at = from + 16 * i;
      for (let lane = 0; lane < 4; lane++) {
        store<f32>(to + lane * stride + 4 * i, load<f32>(at + 4 * lane));
      }
    }
    return;
  }
  const end = from + 16 * (size - 4);
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

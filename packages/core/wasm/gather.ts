/**
 * Multiplies four frames with a window and lays them side by side: sample i of the four is the vector at `to + stride * i`. Frames begin
 * `hop` bytes from one another; beyond the last of `count` they are the last again, and nobody looks at them.
 */
export function gather(
  from: usize,
  hop: usize,
  count: i32,
  window: usize,
  size: i32,
  to: usize,
  stride: usize,
): void {
  const second = count > 1 ? hop : 0;
  const third = count > 2 ? 2 * hop : second;
  const last: usize = 4 * size - 16;
  const apart = from - window;
  const b = apart + second;
  const c = apart + third;
  const d = apart + (count > 3 ? 3 * hop : third);
  const end = window + last;
  let at = window;
  let out = to;
  do {
    // The last four may overlap those before.
    if (at > end) {
      out -= stride * ((at - end) >> 2);
      at = end;
    }
    const w = v128.load(at);
    const v0 = f32x4.mul(v128.load(at + apart), w);
    const v1 = f32x4.mul(v128.load(at + b), w);
    const v2 = f32x4.mul(v128.load(at + c), w);
    const v3 = f32x4.mul(v128.load(at + d), w);
    const low01 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(out + stride, v128.shuffle<f64>(low01, low23, 1, 3));
    out += 2 * stride;
    v128.store(out, v128.shuffle<f64>(high01, high23, 0, 2));
    v128.store(out + stride, v128.shuffle<f64>(high01, high23, 1, 3));
    out += 2 * stride;
    at += 16;
  } while (at < end + 16);
}

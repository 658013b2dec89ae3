import { finite } from './finite';

/**
 * Multiplies four frames with a window (what is not finite counts as 0) and lays them side by side: sample i of the four is the vector at `to + stride * i`. Frames begin
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
  const b = count > 1 ? hop : 0;
  const c = count > 2 ? 2 * hop : b;
  const d = count > 3 ? 3 * hop : c;
  for (let i = 0; i < size; i += 4) {
    // The last four may overlap those before.
    if (i > size - 4) i = size - 4;
    const at = from + 4 * i;
    const w = v128.load(window + 4 * i);
    const v0 = f32x4.mul(finite(v128.load(at)), w);
    const v1 = f32x4.mul(finite(v128.load(at + b)), w);
    const v2 = f32x4.mul(finite(v128.load(at + c)), w);
    const v3 = f32x4.mul(finite(v128.load(at + d)), w);
    const low01 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
    const out = to + stride * i;
    v128.store(out, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(out + stride, v128.shuffle<f64>(low01, low23, 1, 3));
    v128.store(out + 2 * stride, v128.shuffle<f64>(high01, high23, 0, 2));
    v128.store(out + 3 * stride, v128.shuffle<f64>(high01, high23, 1, 3));
  }
}

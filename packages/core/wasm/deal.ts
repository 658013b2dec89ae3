/** Lays half of each fourth complex number of a frame into a lane of its own. */
export function deal(from: usize, count: i32, to: usize): void {
  const half = f32x4.splat(0.5);
  for (let m = 0; m < count; m++) {
    const low = f32x4.mul(half, v128.load(from + 32 * m));
    const high = f32x4.mul(half, v128.load(from + 32 * m, 16));
    v128.store(to + 32 * m, v128.shuffle<f32>(low, high, 0, 2, 4, 6));
    v128.store(to + 32 * m, v128.shuffle<f32>(low, high, 1, 3, 5, 7), 16);
  }
}

/** The same of a frame times a window, in which the halves are. */
export function dealWindowed(from: usize, window: usize, count: i32, to: usize): void {
  for (let m = 0; m < count; m++) {
    const at = 32 * m;
    const low = f32x4.mul(v128.load(from + at), v128.load(window + at));
    const high = f32x4.mul(v128.load(from + at, 16), v128.load(window + at, 16));
    v128.store(to + at, v128.shuffle<f32>(low, high, 0, 2, 4, 6));
    v128.store(to + at, v128.shuffle<f32>(low, high, 1, 3, 5, 7), 16);
  }
}

/** Lays each fourth complex number of a frame times a window, in which are halves, into a lane of its own. */
export function deal(from: usize, window: usize, count: i32, to: usize): void {
  for (let m = 0; m < count; m++) {
    const at = 32 * m;
    const low = f32x4.mul(v128.load(from + at), v128.load(window + at));
    const high = f32x4.mul(v128.load(from + at, 16), v128.load(window + at, 16));
    v128.store(to + at, v128.shuffle<f32>(low, high, 0, 2, 4, 6));
    v128.store(to + at, v128.shuffle<f32>(low, high, 1, 3, 5, 7), 16);
  }
}

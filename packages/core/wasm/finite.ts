/** Whether all of some numbers are finite: such a number less itself is 0. */
export function areFinite(v: v128): bool {
  return v128.all_true<i32>(f32x4.eq(f32x4.sub(v, v), f32x4.splat(0)));
}

/** Puts 0 in place of what is not finite, in `count` numbers and up to three more. */
export function makeFinite(at: usize, count: i32): void {
  const end = at + 4 * count;
  for (let a = at; a < end; a += 16) {
    const v = v128.load(a);
    v128.store(a, v128.and(v, f32x4.eq(f32x4.sub(v, v), f32x4.splat(0))));
  }
}

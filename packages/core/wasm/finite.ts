/** Numbers, with 0 in place of what is not finite: such a number less itself is not 0. */
export function finite(v: v128): v128 {
  return v128.and(v, f32x4.eq(f32x4.sub(v, v), f32x4.splat(0)));
}

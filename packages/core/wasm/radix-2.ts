/** Butterflies of two over vectors: see passes.ts. */
export function radix2(m: i32, s: i32, twiddles: usize, x: usize, y: usize): void {
  const step: usize = 32 * s * m;
  const next: usize = 32 * s;
  let a = x;
  let to = y;
  let w = twiddles;
  let p = m;
  do {
    const wr = v128.load32_splat(w);
    const wi = v128.load32_splat(w, 4);
    const end = a + next;
    do {
      const b = a + step;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      const dr = f32x4.sub(ar, br);
      const di = f32x4.sub(ai, bi);
      const c = to + next;
      v128.store(to, f32x4.add(ar, br));
      v128.store(to, f32x4.add(ai, bi), 16);
      v128.store(c, f32x4.sub(f32x4.mul(dr, wr), f32x4.mul(di, wi)));
      v128.store(c, f32x4.add(f32x4.mul(dr, wi), f32x4.mul(di, wr)), 16);
      a += 32;
      to += 32;
    } while (a < end);
    w += 8;
    to += next;
  } while (--p > 0);
}

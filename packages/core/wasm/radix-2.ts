import { store, turnStore } from './turn-store';

/** Butterflies of two over vectors: see passes.ts. */
export function radix2(m: i32, s: i32, twiddles: usize, x: usize, y: usize): void {
  const step: usize = 32 * s * m;
  const next: usize = 32 * s;
  let a = x;
  let to = y;
  let w = twiddles;
  let p = m;
  do {
    const end = a + next;
    do {
      const b = a + step;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      store(to, f32x4.add(ar, br), f32x4.add(ai, bi));
      if (p === m) store(to + next, f32x4.sub(ar, br), f32x4.sub(ai, bi));
      else turnStore(to + next, f32x4.sub(ar, br), f32x4.sub(ai, bi), w);
      a += 32;
      to += 32;
    } while (a < end);
    w += 8;
    to += next;
  } while (--p > 0);
}

import { store, turnStore } from './turn-store';

/** Butterflies of four over vectors: see passes.ts. */
export function radix4(m: i32, s: i32, twiddles: usize, x: usize, y: usize): void {
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
      const c = b + step;
      const d = c + step;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      const cr = v128.load(c);
      const ci = v128.load(c, 16);
      const dr = v128.load(d);
      const di = v128.load(d, 16);
      const t0r = f32x4.add(ar, cr);
      const t0i = f32x4.add(ai, ci);
      const t1r = f32x4.sub(ar, cr);
      const t1i = f32x4.sub(ai, ci);
      const t2r = f32x4.add(br, dr);
      const t2i = f32x4.add(bi, di);
      const t3r = f32x4.sub(br, dr);
      const t3i = f32x4.sub(bi, di);
      store(to, f32x4.add(t0r, t2r), f32x4.add(t0i, t2i));
      if (p === m) {
        store(to + next, f32x4.add(t1r, t3i), f32x4.sub(t1i, t3r));
        store(to + 2 * next, f32x4.sub(t0r, t2r), f32x4.sub(t0i, t2i));
        store(to + 3 * next, f32x4.sub(t1r, t3i), f32x4.add(t1i, t3r));
      } else {
        turnStore(to + next, f32x4.add(t1r, t3i), f32x4.sub(t1i, t3r), w);
        turnStore(to + 2 * next, f32x4.sub(t0r, t2r), f32x4.sub(t0i, t2i), w + 8);
        turnStore(to + 3 * next, f32x4.sub(t1r, t3i), f32x4.add(t1i, t3r), w + 16);
      }
      a += 32;
      to += 32;
    } while (a < end);
    w += 24;
    to += 3 * next;
  } while (--p > 0);
}

import { store, turnStore } from './turn-store';

/** Half the difference of the cosines of a fifth and of two fifths of a turn; half their sum is -1/4. */
const SPREAD: f32 = 0.5590169943749475;
const S1: f32 = 0.9510565162951535;
const S2: f32 = 0.5877852522924731;

/** Butterflies of five over vectors: see passes.ts. */
export function radix5(m: i32, s: i32, twiddles: usize, x: usize, y: usize): void {
  const step: usize = 32 * s * m;
  const next: usize = 32 * s;
  const quarter = f32x4.splat(0.25);
  const spread = f32x4.splat(SPREAD);
  const s1 = f32x4.splat(S1);
  const s2 = f32x4.splat(S2);
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
      const e = d + step;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const p1r = f32x4.add(v128.load(b), v128.load(e));
      const p1i = f32x4.add(v128.load(b, 16), v128.load(e, 16));
      const d1r = f32x4.sub(v128.load(b), v128.load(e));
      const d1i = f32x4.sub(v128.load(b, 16), v128.load(e, 16));
      const p2r = f32x4.add(v128.load(c), v128.load(d));
      const p2i = f32x4.add(v128.load(c, 16), v128.load(d, 16));
      const d2r = f32x4.sub(v128.load(c), v128.load(d));
      const d2i = f32x4.sub(v128.load(c, 16), v128.load(d, 16));
      const sr = f32x4.add(p1r, p2r);
      const si = f32x4.add(p1i, p2i);
      store(to, f32x4.add(ar, sr), f32x4.add(ai, si));
      const mr = f32x4.sub(ar, f32x4.mul(quarter, sr));
      const mi = f32x4.sub(ai, f32x4.mul(quarter, si));
      const nr = f32x4.mul(spread, f32x4.sub(p1r, p2r));
      const ni = f32x4.mul(spread, f32x4.sub(p1i, p2i));
      const h1r = f32x4.add(mr, nr);
      const h1i = f32x4.add(mi, ni);
      const g1r = f32x4.add(f32x4.mul(s1, d1r), f32x4.mul(s2, d2r));
      const g1i = f32x4.add(f32x4.mul(s1, d1i), f32x4.mul(s2, d2i));
      const h2r = f32x4.sub(mr, nr);
      const h2i = f32x4.sub(mi, ni);
      const g2r = f32x4.sub(f32x4.mul(s2, d1r), f32x4.mul(s1, d2r));
      const g2i = f32x4.sub(f32x4.mul(s2, d1i), f32x4.mul(s1, d2i));
      if (p === m) {
        store(to + next, f32x4.add(h1r, g1i), f32x4.sub(h1i, g1r));
        store(to + 2 * next, f32x4.add(h2r, g2i), f32x4.sub(h2i, g2r));
        store(to + 3 * next, f32x4.sub(h2r, g2i), f32x4.add(h2i, g2r));
        store(to + 4 * next, f32x4.sub(h1r, g1i), f32x4.add(h1i, g1r));
      } else {
        turnStore(to + next, f32x4.add(h1r, g1i), f32x4.sub(h1i, g1r), w);
        turnStore(to + 2 * next, f32x4.add(h2r, g2i), f32x4.sub(h2i, g2r), w + 8);
        turnStore(to + 3 * next, f32x4.sub(h2r, g2i), f32x4.add(h2i, g2r), w + 16);
        turnStore(to + 4 * next, f32x4.sub(h1r, g1i), f32x4.add(h1i, g1r), w + 24);
      }
      a += 32;
      to += 32;
    } while (a < end);
    w += 32;
    to += 4 * next;
  } while (--p > 0);
}

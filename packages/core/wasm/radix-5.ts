import { store, turnStore } from './turn-store';

const C1: f32 = 0.30901699437494745;
const C2: f32 = -0.8090169943749475;
const S1: f32 = 0.9510565162951535;
const S2: f32 = 0.5877852522924731;

/** Butterflies of five over vectors: see passes.ts. */
export function radix5(m: i32, s: i32, twiddles: usize, x: usize, y: usize): void {
  const step: usize = 32 * s * m;
  const next: usize = 32 * s;
  const c1 = f32x4.splat(C1);
  const c2 = f32x4.splat(C2);
  const s1 = f32x4.splat(S1);
  const s2 = f32x4.splat(S2);
  let a = x;
  let to = y;
  let w = twiddles;
  for (let p = 0; p < m; p++, w += 32, to += 4 * next) {
    for (const end = a + next; a < end; a += 32, to += 32) {
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
      store(to, f32x4.add(f32x4.add(ar, p1r), p2r), f32x4.add(f32x4.add(ai, p1i), p2i));
      const h1r = f32x4.add(f32x4.add(ar, f32x4.mul(c1, p1r)), f32x4.mul(c2, p2r));
      const h1i = f32x4.add(f32x4.add(ai, f32x4.mul(c1, p1i)), f32x4.mul(c2, p2i));
      const g1r = f32x4.add(f32x4.mul(s1, d1r), f32x4.mul(s2, d2r));
      const g1i = f32x4.add(f32x4.mul(s1, d1i), f32x4.mul(s2, d2i));
      turnStore(to + next, f32x4.add(h1r, g1i), f32x4.sub(h1i, g1r), w);
      turnStore(to + 4 * next, f32x4.sub(h1r, g1i), f32x4.add(h1i, g1r), w + 24);
      const h2r = f32x4.add(f32x4.add(ar, f32x4.mul(c2, p1r)), f32x4.mul(c1, p2r));
      const h2i = f32x4.add(f32x4.add(ai, f32x4.mul(c2, p1i)), f32x4.mul(c1, p2i));
      const g2r = f32x4.sub(f32x4.mul(s2, d1r), f32x4.mul(s1, d2r));
      const g2i = f32x4.sub(f32x4.mul(s2, d1i), f32x4.mul(s1, d2i));
      turnStore(to + 2 * next, f32x4.add(h2r, g2i), f32x4.sub(h2i, g2r), w + 8);
      turnStore(to + 3 * next, f32x4.sub(h2r, g2i), f32x4.add(h2i, g2r), w + 16);
    }
  }
}

import { store, turnStore } from './turn-store';

const HALF_ROOT: f32 = f32(Math.SQRT1_2);

/** Butterflies of eight over vectors: see passes.ts. */
export function radix8(m: i32, s: i32, twiddles: usize, x: usize, y: usize): void {
  const step: usize = 32 * s * m;
  const next: usize = 32 * s;
  const root = f32x4.splat(HALF_ROOT);
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
      const f = e + step;
      const g = f + step;
      const h = g + step;
      const es0r = f32x4.add(v128.load(a), v128.load(e));
      const ed0r = f32x4.sub(v128.load(a), v128.load(e));
      const es1r = f32x4.add(v128.load(c), v128.load(g));
      const ed1r = f32x4.sub(v128.load(c), v128.load(g));
      const es0i = f32x4.add(v128.load(a, 16), v128.load(e, 16));
      const ed0i = f32x4.sub(v128.load(a, 16), v128.load(e, 16));
      const es1i = f32x4.add(v128.load(c, 16), v128.load(g, 16));
      const ed1i = f32x4.sub(v128.load(c, 16), v128.load(g, 16));
      const os0r = f32x4.add(v128.load(b), v128.load(f));
      const od0r = f32x4.sub(v128.load(b), v128.load(f));
      const os1r = f32x4.add(v128.load(d), v128.load(h));
      const od1r = f32x4.sub(v128.load(d), v128.load(h));
      const os0i = f32x4.add(v128.load(b, 16), v128.load(f, 16));
      const od0i = f32x4.sub(v128.load(b, 16), v128.load(f, 16));
      const os1i = f32x4.add(v128.load(d, 16), v128.load(h, 16));
      const od1i = f32x4.sub(v128.load(d, 16), v128.load(h, 16));
      const e0r = f32x4.add(es0r, es1r);
      const e0i = f32x4.add(es0i, es1i);
      const o0r = f32x4.add(os0r, os1r);
      const o0i = f32x4.add(os0i, os1i);
      const e2r = f32x4.sub(es0r, es1r);
      const e2i = f32x4.sub(es0i, es1i);
      const o2r = f32x4.sub(os0r, os1r);
      const o2i = f32x4.sub(os0i, os1i);
      const e1r = f32x4.add(ed0r, ed1i);
      const e1i = f32x4.sub(ed0i, ed1r);
      const e3r = f32x4.sub(ed0r, ed1i);
      const e3i = f32x4.add(ed0i, ed1r);
      const o1r = f32x4.add(od0r, od1i);
      const o1i = f32x4.sub(od0i, od1r);
      const o3r = f32x4.sub(od0r, od1i);
      const o3i = f32x4.add(od0i, od1r);
      const q1r = f32x4.mul(root, f32x4.add(o1r, o1i));
      const q1i = f32x4.mul(root, f32x4.sub(o1i, o1r));
      const q3r = f32x4.mul(root, f32x4.sub(o3i, o3r));
      const q3i = f32x4.mul(root, f32x4.add(o3r, o3i));
      store(to, f32x4.add(e0r, o0r), f32x4.add(e0i, o0i));
      if (p === m) {
        store(to + next, f32x4.add(e1r, q1r), f32x4.add(e1i, q1i));
        store(to + 2 * next, f32x4.add(e2r, o2i), f32x4.sub(e2i, o2r));
        store(to + 3 * next, f32x4.add(e3r, q3r), f32x4.sub(e3i, q3i));
        store(to + 4 * next, f32x4.sub(e0r, o0r), f32x4.sub(e0i, o0i));
        store(to + 5 * next, f32x4.sub(e1r, q1r), f32x4.sub(e1i, q1i));
        store(to + 6 * next, f32x4.sub(e2r, o2i), f32x4.add(e2i, o2r));
        store(to + 7 * next, f32x4.sub(e3r, q3r), f32x4.add(e3i, q3i));
      } else {
        turnStore(to + next, f32x4.add(e1r, q1r), f32x4.add(e1i, q1i), w);
        turnStore(to + 2 * next, f32x4.add(e2r, o2i), f32x4.sub(e2i, o2r), w + 8);
        turnStore(to + 3 * next, f32x4.add(e3r, q3r), f32x4.sub(e3i, q3i), w + 16);
        turnStore(to + 4 * next, f32x4.sub(e0r, o0r), f32x4.sub(e0i, o0i), w + 24);
        turnStore(to + 5 * next, f32x4.sub(e1r, q1r), f32x4.sub(e1i, q1i), w + 32);
        turnStore(to + 6 * next, f32x4.sub(e2r, o2i), f32x4.add(e2i, o2r), w + 40);
        turnStore(to + 7 * next, f32x4.sub(e3r, q3r), f32x4.add(e3i, q3i), w + 48);
      }
      a += 32;
      to += 32;
    } while (a < end);
    w += 56;
    to += 7 * next;
  } while (--p > 0);
}

import { store, turnStore } from './turn-store';

const SIN: f32 = 0.8660254037844386;

/** Butterflies of three over vectors: see passes.ts. */
export function radix3(m: i32, s: i32, twiddles: usize, x: usize, y: usize): void {
  const step: usize = 32 * s * m;
  const next: usize = 32 * s;
  const sin = f32x4.splat(SIN);
  const half = f32x4.splat(0.5);
  let a = x;
  let to = y;
  let w = twiddles;
  let p = m;
  do {
    const end = a + next;
    do {
      const b = a + step;
      const c = b + step;
      const ar = v128.load(a);
      const ai = v128.load(a, 16);
      const br = v128.load(b);
      const bi = v128.load(b, 16);
      const cr = v128.load(c);
      const ci = v128.load(c, 16);
      const sr = f32x4.add(br, cr);
      const si = f32x4.add(bi, ci);
      const dr = f32x4.mul(sin, f32x4.sub(br, cr));
      const di = f32x4.mul(sin, f32x4.sub(bi, ci));
      const hr = f32x4.sub(ar, f32x4.mul(half, sr));
      const hi = f32x4.sub(ai, f32x4.mul(half, si));
      store(to, f32x4.add(ar, sr), f32x4.add(ai, si));
      turnStore(to + next, f32x4.add(hr, di), f32x4.sub(hi, dr), w);
      turnStore(to + 2 * next, f32x4.sub(hr, di), f32x4.add(hi, dr), w + 8);
      a += 32;
      to += 32;
    } while (a < end);
    w += 16;
    to += 2 * next;
  } while (--p > 0);
}

import { store } from './turn-store';

/** The same as join.ts does with the parts of one frame, to the bit, for four frames beside each other: number k of part l is at `z`, the (4 k + l)th. */
export function joinFour(z: usize, count: i32, twiddles: usize, to: usize): void {
  const quarter: usize = 32 * count;
  const end = z + 4 * quarter;
  let at = z;
  let w = twiddles;
  let out = to;
  do {
    const ar = turnedRe(at, w);
    const ai = turnedIm(at, w);
    const br = turnedRe(at + 32, w + 4);
    const bi = turnedIm(at + 32, w + 4);
    const cr = turnedRe(at + 64, w + 8);
    const ci = turnedIm(at + 64, w + 8);
    const dr = turnedRe(at + 96, w + 12);
    const di = turnedIm(at + 96, w + 12);
    const t0r = f32x4.add(ar, cr);
    const t0i = f32x4.add(ai, ci);
    const t1r = f32x4.sub(ar, cr);
    const t1i = f32x4.sub(ai, ci);
    const t2r = f32x4.add(br, dr);
    const t2i = f32x4.add(bi, di);
    const t3r = f32x4.sub(br, dr);
    const t3i = f32x4.sub(bi, di);
    store(out, f32x4.add(t0r, t2r), f32x4.add(t0i, t2i));
    store(out + quarter, f32x4.add(t1r, t3i), f32x4.sub(t1i, t3r));
    store(out + 2 * quarter, f32x4.sub(t0r, t2r), f32x4.sub(t0i, t2i));
    store(out + 3 * quarter, f32x4.sub(t1r, t3i), f32x4.add(t1i, t3r));
    at += 128;
    w += 32;
    out += 32;
  } while (at < end);
}

function turnedRe(at: usize, w: usize): v128 {
  return f32x4.sub(
    f32x4.mul(v128.load(at), v128.load32_splat(w)),
    f32x4.mul(v128.load(at, 16), v128.load32_splat(w, 16)),
  );
}

function turnedIm(at: usize, w: usize): v128 {
  return f32x4.add(
    f32x4.mul(v128.load(at), v128.load32_splat(w, 16)),
    f32x4.mul(v128.load(at, 16), v128.load32_splat(w)),
  );
}

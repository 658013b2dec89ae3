import { put } from './bins';

function reversed(v: v128): v128 {
  return v128.shuffle<f32>(v, v, 3, 2, 1, 0);
}

/**
 * The bins of a real transform out of a complex one of half the size (half of two samples was one number), four from below and four from above at a time.
 *
 * @param zr Real parts of the complex numbers, with room for one more; the imaginary ones are at `zi`.
 * @param apart Bytes from the real part of a bin to its imaginary one.
 */
export function split(
  zr: usize,
  zi: usize,
  half: i32,
  twiddles: usize,
  out: usize,
  apart: usize,
  output: i32,
): void {
  store<f32>(zr + 4 * half, load<f32>(zr));
  store<f32>(zi + 4 * half, load<f32>(zi));
  const quarter = half >> 1;
  const sines: usize = 4 * (quarter + 1);
  let k = 0;
  do {
    // The last four may overlap those before.
    if (k > quarter - 3) k = quarter - 3;
    const low: usize = 4 * k;
    const high: usize = 4 * (half - k - 3);
    const ar = v128.load(zr + low);
    const ai = v128.load(zi + low);
    const br = reversed(v128.load(zr + high));
    const bi = reversed(v128.load(zi + high));
    const er = f32x4.add(ar, br);
    const ei = f32x4.sub(ai, bi);
    const or = f32x4.add(ai, bi);
    const oi = f32x4.sub(br, ar);
    const wr = v128.load(twiddles + low);
    const wi = v128.load(twiddles + sines + low);
    const tr = f32x4.sub(f32x4.mul(or, wr), f32x4.mul(oi, wi));
    const ti = f32x4.add(f32x4.mul(or, wi), f32x4.mul(oi, wr));
    put(out + low, apart, f32x4.add(er, tr), f32x4.add(ei, ti), output);
    put(out + high, apart, reversed(f32x4.sub(er, tr)), reversed(f32x4.sub(ti, ei)), output);
    k += 4;
  } while (k <= quarter);
}

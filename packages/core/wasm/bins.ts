/** What is kept of each frequency. */
export const COMPLEX: i32 = 0;
export const MAGNITUDE: i32 = 1;

/** Stores four bins at `at`: their magnitudes, their powers, or their real parts, with the imaginary ones `apart` bytes further. */
export function put(at: usize, apart: usize, re: v128, im: v128, output: i32): void {
  if (output === COMPLEX) {
    v128.store(at, re);
    v128.store(at + apart, im);
    return;
  }
  const power = f32x4.add(f32x4.mul(re, re), f32x4.mul(im, im));
  v128.store(at, output === MAGNITUDE ? f32x4.sqrt(power) : power);
}

/** The bins of four real transforms of even size out of complex ones of half the size: half of two samples was one number. */
export function splitBins(z: usize, half: i32, twiddles: usize, out: usize, output: i32): void {
  const apart: usize = 16 * (half + 1);
  const quarter = half >> 1;
  v128.store(z + 32 * half, v128.load(z));
  v128.store(z + 32 * half, v128.load(z, 16), 16);
  const end = z + 32 * quarter;
  let a = z;
  let b = z + 32 * half;
  let w = twiddles;
  const sines: usize = 4 * (quarter + 1);
  let low = out;
  let high = out + 16 * half;
  do {
    const ar = v128.load(a);
    const ai = v128.load(a, 16);
    const br = v128.load(b);
    const bi = v128.load(b, 16);
    const er = f32x4.add(ar, br);
    const ei = f32x4.sub(ai, bi);
    const or = f32x4.add(ai, bi);
    const oi = f32x4.sub(br, ar);
    const wr = v128.load32_splat(w);
    const wi = v128.load32_splat(w + sines);
    const tr = f32x4.sub(f32x4.mul(or, wr), f32x4.mul(oi, wi));
    const ti = f32x4.add(f32x4.mul(or, wi), f32x4.mul(oi, wr));
    put(low, apart, f32x4.add(er, tr), f32x4.add(ei, ti), output);
    put(high, apart, f32x4.sub(er, tr), f32x4.sub(ti, ei), output);
    a += 32;
    b -= 32;
    w += 4;
    low += 16;
    high -= 16;
  } while (a <= end);
}

/** The bins of four transforms of odd size: half of what came out. */
export function keepBins(z: usize, bins: i32, out: usize, output: i32): void {
  const apart: usize = 16 * bins;
  for (let k = 0; k < bins; k++) {
    const at = z + 32 * k;
    put(out + 16 * k, apart, v128.load(at), v128.load(at, 16), output);
  }
}

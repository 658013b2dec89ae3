/** Joins the transforms of the four lanes by butterflies of four: `4 * count` complex numbers, the real parts apart from the imaginary. */
export function join(z: usize, count: i32, twiddles: usize, re: usize, im: usize): void {
  const quarter: usize = 4 * count;
  let k = 0;
  do {
    // The last four may overlap those before.
    if (k > count - 4) k = count - 4;
    const at = z + 32 * k;
    const w = twiddles + 32 * k;
    const r0 = turnedRe(at, w);
    const i0 = turnedIm(at, w);
    const r1 = turnedRe(at + 32, w + 32);
    const i1 = turnedIm(at + 32, w + 32);
    const r2 = turnedRe(at + 64, w + 64);
    const i2 = turnedIm(at + 64, w + 64);
    const r3 = turnedRe(at + 96, w + 96);
    const i3 = turnedIm(at + 96, w + 96);
    const rl01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const rl23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const rh01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const rh23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    const ar = v128.shuffle<f64>(rl01, rl23, 0, 2);
    const br = v128.shuffle<f64>(rl01, rl23, 1, 3);
    const cr = v128.shuffle<f64>(rh01, rh23, 0, 2);
    const dr = v128.shuffle<f64>(rh01, rh23, 1, 3);
    const il01 = v128.shuffle<f32>(i0, i1, 0, 4, 1, 5);
    const il23 = v128.shuffle<f32>(i2, i3, 0, 4, 1, 5);
    const ih01 = v128.shuffle<f32>(i0, i1, 2, 6, 3, 7);
    const ih23 = v128.shuffle<f32>(i2, i3, 2, 6, 3, 7);
    const ai = v128.shuffle<f64>(il01, il23, 0, 2);
    const bi = v128.shuffle<f64>(il01, il23, 1, 3);
    const ci = v128.shuffle<f64>(ih01, ih23, 0, 2);
    const di = v128.shuffle<f64>(ih01, ih23, 1, 3);
    const t0r = f32x4.add(ar, cr);
    const t0i = f32x4.add(ai, ci);
    const t1r = f32x4.sub(ar, cr);
    const t1i = f32x4.sub(ai, ci);
    const t2r = f32x4.add(br, dr);
    const t2i = f32x4.add(bi, di);
    const t3r = f32x4.sub(br, dr);
    const t3i = f32x4.sub(bi, di);
    const toRe = re + 4 * k;
    const toIm = im + 4 * k;
    v128.store(toRe, f32x4.add(t0r, t2r));
    v128.store(toIm, f32x4.add(t0i, t2i));
    v128.store(toRe + quarter, f32x4.add(t1r, t3i));
    v128.store(toIm + quarter, f32x4.sub(t1i, t3r));
    v128.store(toRe + 2 * quarter, f32x4.sub(t0r, t2r));
    v128.store(toIm + 2 * quarter, f32x4.sub(t0i, t2i));
    v128.store(toRe + 3 * quarter, f32x4.sub(t1r, t3i));
    v128.store(toIm + 3 * quarter, f32x4.add(t1i, t3r));
    k += 4;
  } while (k < count);
}

function turnedRe(at: usize, w: usize): v128 {
  return f32x4.sub(
    f32x4.mul(v128.load(at), v128.load(w)),
    f32x4.mul(v128.load(at, 16), v128.load(w, 16)),
  );
}

function turnedIm(at: usize, w: usize): v128 {
  return f32x4.add(
    f32x4.mul(v128.load(at), v128.load(w, 16)),
    f32x4.mul(v128.load(at, 16), v128.load(w)),
  );
}

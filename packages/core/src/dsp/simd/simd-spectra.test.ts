import { describe, expect, it } from '@jest/globals';
import { createRealFft } from '../fft/index.js';
import { createWindow } from '../window.js';
import { decodeHex } from './decode-hex.js';
import { createSimdSpectra } from './simd-spectra.js';
import type { SimdSpectra, SimdSpectraInit } from './simd-spectra.types.js';

const random = (length: number, seed = 1): Float32Array => {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2147483648 - 1;
  });
};

const create = (init: SimdSpectraInit): SimdSpectra => {
  const spectra = createSimdSpectra(init);
  if (!spectra) throw new Error('this runtime has no WebAssembly with SIMD');
  return spectra;
};

/** The rows of frames in double precision. */
const expected = (init: SimdSpectraInit, samples: Float32Array, count: number): Float64Array[] => {
  const { window, hopLength, output, bands, logarithm } = init;
  const fft = createRealFft(window.length);
  return Array.from({ length: count }, (_, f) => {
    const re = new Float64Array(fft.bins);
    const im = new Float64Array(fft.bins);
    const frame = window.map((w, i) => w * (samples[f * hopLength + i] ?? 0));
    fft.forward(frame, re, im);
    if (output === 'complex') return Float64Array.of(...re, ...im);
    const bins = re.map((x, k) => Math.hypot(x, im[k] ?? 0) ** (output === 'power' ? 2 : 1));
    let w = 0;
    const sums = Float64Array.from(bands?.starts ?? [], (start, band) => {
      let sum = 0;
      for (let k = 0; k < (bands?.counts[band] ?? 0); k++, w++) {
        sum += (bands?.weights[w] ?? 0) * (bins[start + k] ?? 0);
      }
      return sum;
    });
    const row = bands ? sums : bins;
    return logarithm
      ? row.map((x) => logarithm.scale * Math.log10(Math.max(logarithm.floor, x)))
      : row;
  });
};

/** The largest difference, beside the largest value. */
const differenceOf = (init: SimdSpectraInit, count: number): number => {
  const spectra = create(init);
  const samples = random((count - 1) * init.hopLength + init.window.length);
  spectra.process(samples, 0, count);
  let worst = 0;
  let most = 1e-30;
  for (const [f, row] of expected(init, samples, count).entries()) {
    expect(spectra.rowSize).toBe(row.length);
    for (const [v, value] of row.entries()) {
      // What is no number stays: the largest of that and others is none either.
      worst = Math.max(worst, Math.abs((spectra.rows[f * row.length + v] ?? Number.NaN) - value));
      most = Math.max(most, Math.abs(value));
    }
  }
  return worst / most;
};

const bandsOf = (...bands: readonly (readonly [start: number, count: number])[]) => ({
  starts: Int32Array.from(bands, ([start]) => start),
  counts: Int32Array.from(bands, ([, count]) => count),
  weights: Float64Array.from(random(bands.reduce((sum, [, count]) => sum + count, 0)), Math.abs),
});

const sizes = [
  ...[8, 9, 10, 12, 15, 16, 20, 24, 25, 27, 30, 32, 36, 40, 45, 48, 60, 64, 72, 96, 100, 125],
  ...[128, 160, 225, 240, 243, 256, 300, 375, 400, 480, 500, 512, 600, 625, 750, 810, 960, 1000],
  ...[1024, 1920, 2048, 3125, 4096, 8192, 9375, 15625, 16384],
];

describe('createSimdSpectra', () => {
  it.each(sizes)('is the transform in double precision, to seven digits: %d', (size) => {
    const window = createWindow('hann', size);
    const hopLength = Math.ceil(size / 3);
    expect(differenceOf({ window, hopLength, output: 'complex' }, 3)).toBeLessThan(1e-6);
    expect(differenceOf({ window, hopLength, output: 'magnitude' }, 2)).toBeLessThan(1e-6);
    expect(differenceOf({ window, hopLength, output: 'power' }, 1)).toBeLessThan(1e-6);
  });

  it.each([
    30, 400,
  ])('adds up bands, also empty ones and few of them, and takes logarithms: %d', (size) => {
    const window = createWindow('hamming', size);
    const common = { window, hopLength: 7, output: 'power' } as const;
    for (const bands of [
      bandsOf([0, 16]),
      bandsOf([3, 1], [15, 0], [0, 2]),
      bandsOf([0, 3], [2, 5], [6, 1], [7, 9], [15, 1]),
    ]) {
      expect(differenceOf({ ...common, bands }, 7)).toBeLessThan(1e-6);
      const logarithm = { scale: 10, floor: 1e-3 };
      expect(differenceOf({ ...common, bands, logarithm }, 7)).toBeLessThan(1e-6);
    }
    expect(differenceOf({ ...common, logarithm: { scale: -2, floor: 1 } }, 5)).toBeLessThan(1e-6);
  });

  it('has logarithms right over all that single precision has', () => {
    const bands = {
      starts: Int32Array.of(0),
      counts: Int32Array.of(1),
      weights: new Float64Array(1),
    };
    const window = new Float64Array(8).fill(1);
    for (let exponent = -37; exponent <= 37; exponent += 0.37) {
      bands.weights[0] = Math.fround(10 ** exponent);
      const logarithm = { scale: 1, floor: 2 ** -126 };
      const spectra = create({ window, hopLength: 1, output: 'power', bands, logarithm });
      spectra.process(Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0), 0, 1);
      const right = Math.log10(bands.weights[0]);
      expect(Math.abs((spectra.rows[0] ?? 0) - right)).toBeLessThan(
        2e-7 * Math.max(1, Math.abs(right)),
      );
    }
  });

  it.each([
    400, 1024,
  ])('shifts and multiplies logarithms, and tells the least and the largest: %d', (size) => {
    const init = {
      window: createWindow('hann', size),
      hopLength: 100,
      output: 'power',
      bands: bandsOf([0, 9], [4, 20], [12, 1], [14, 3], [17, 20]),
    } as const;
    const raw = create({ ...init, logarithm: { scale: -2, floor: 1e-3 } });
    const scaled = create({ ...init, logarithm: { scale: -2, floor: 1e-3, shift: 4, gain: 0.25 } });
    const samples = random(size + 600).map((x, i) => (i < 150 ? 0 : x));
    const out = new Float32Array(40).fill(9);
    for (const count of [1, 2, 3, 5, 6, 7]) {
      raw.process(samples, 0, count);
      scaled.processInto({ samples, offset: 0, count }, out, 3);
      const rows = raw.rows.subarray(0, 5 * count);
      expect(out.subarray(3, 3 + 5 * count)).toEqual(rows.map((x) => Math.fround(x + 4) / 4));
      expect([...out.subarray(0, 3), out[3 + 5 * count]]).toEqual([9, 9, 9, 9]);
      const extremes = Float32Array.of(Math.min(...rows), Math.max(...rows));
      expect([raw.extremes, scaled.extremes]).toEqual([extremes, extremes]);
    }
  });

  it.each([
    400, 300, 75, 1024,
  ])('gives a frame the same bits wherever it stands, and whatever is beside it: %d', (size) => {
    const init = {
      window: createWindow('hann', size),
      hopLength: 160,
      output: 'power',
      bands: bandsOf([0, 9], [4, 20], [12, 1], [14, 3], [17, 20]),
      logarithm: { scale: 1, floor: 1e-10 },
    } as const;
    const spectra = create(init);
    const count = 13;
    const samples = random(count * 160 + size);
    const rowsOf = (offset: number, frames: number): Float32Array[] => {
      spectra.process(samples, offset, frames);
      return Array.from({ length: frames }, (_, f) => spectra.rows.slice(5 * f, 5 * f + 5));
    };
    const alone = Array.from({ length: count }, (_, f) => rowsOf(160 * f, 1)[0]);
    for (let from = 0; from < count; from++) {
      for (let frames = 1; frames <= count - from; frames++) {
        expect(rowsOf(160 * from, frames)).toEqual(alone.slice(from, from + frames));
      }
    }
    // A neighbour that is not finite stays by itself.
    samples.fill(Number.NaN, 160 * 6, 160 * 7);
    const before = Math.floor((160 * 6 - size) / 160) + 1;
    if (before > 0) expect(rowsOf(0, before)).toEqual(alone.slice(0, before));
    expect(rowsOf(160 * 7, 6)).toEqual(alone.slice(7));
    // And counts as 0.
    const silenced = rowsOf(0, count);
    samples.fill(0, 160 * 6, 160 * 7);
    expect(silenced).toEqual(rowsOf(0, count));
  });

  it('does frames that are beside each other as it does one, to the bit, in all sizes that go both ways', () => {
    for (let size = 32; size <= 512; size += 8) {
      for (const output of ['complex', 'magnitude', 'power'] as const) {
        const window = createWindow('hann', size);
        const spectra = createSimdSpectra({ window, hopLength: 5, output });
        if (!spectra) continue;
        const samples = random(size + 15);
        spectra.process(samples, 0, 4);
        const beside = spectra.rows.slice(0, 4 * spectra.rowSize);
        const alone = new Float32Array(beside.length);
        for (let offset = 0; offset < 20; offset += 5) {
          spectra.processInto({ samples, offset, count: 1 }, alone, (offset / 5) * spectra.rowSize);
        }
        expect(beside).toEqual(alone);
      }
    }
  });

  it('keeps many apart, more than its memory holds', () => {
    const inits = Array.from({ length: 24 }, (_, i): SimdSpectraInit => {
      const window = random(16384 - 1024 * (i % 3) * 4, i + 1);
      return { window: Float64Array.from(window), hopLength: 1, output: 'power' };
    });
    const samples = random(16384);
    const all = inits.map(create);
    const once = all.map((spectra) => {
      spectra.process(samples, 0, 1);
      return spectra.rows.slice(0, spectra.rowSize);
    });
    expect(new Set(once.map((row) => row[5])).size).toBe(24);
    for (const [i, spectra] of [...all.entries()].reverse()) {
      spectra.process(samples, 0, 1);
      const before = once[i];
      expect(before?.every((x, v) => x === spectra.rows[v])).toBe(true);
    }
  });

  it('leaves to double precision what it does not do', () => {
    const of = (size: number) =>
      createSimdSpectra({ window: new Float64Array(size), hopLength: 1, output: 'power' });
    for (const size of [1, 7, 14, 441, 882, 16385, 20000, 32768]) expect(of(size)).toBeUndefined();
  });

  it.each([
    { hopLength: 0 },
    { hopLength: 1.5 },
    { bands: { ...bandsOf([0, 5]), weights: new Float64Array(4) } },
    { bands: bandsOf([0, 18]) },
    { bands: bandsOf([-1, 2]) },
    { logarithm: { scale: 0, floor: 1 } },
    { logarithm: { scale: 1, floor: 0 } },
    { logarithm: { scale: 1, floor: 1e-40 } },
    { logarithm: { scale: Number.NaN, floor: 1 } },
    { logarithm: { scale: 1, floor: 1, shift: Number.NaN } },
    { logarithm: { scale: 1, floor: 1, gain: 1e39 } },
  ])('refuses %j', (wrong) => {
    const init = { window: new Float64Array(32), hopLength: 8, output: 'power' } as const;
    expect(() => createSimdSpectra({ ...init, ...wrong })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });

  it.each([
    [0, 0],
    [0, 17],
    [0, Number.NaN],
    [-1, 1],
    [9, 3],
  ])('refuses from %d on %d frames of 48 samples', (offset, count) => {
    const init = { window: new Float64Array(32), hopLength: 8, output: 'power' } as const;
    expect(() => create(init).process(new Float32Array(48), offset, count)).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });
});

describe('createRealFft in single precision', () => {
  it.each([
    441, 512,
  ])('takes what lacks of %d samples for 0, not for what was there before', (size) => {
    const fft = createRealFft(size, { precision: 'single' });
    const re = new Float32Array(fft.bins);
    const im = new Float32Array(fft.bins);
    fft.forward(random(size), re, im);
    create({ window: new Float64Array(2048), hopLength: 1, output: 'power' }).process(
      random(2048),
      0,
      1,
    );
    fft.forward(Float32Array.of(1), re, im);
    expect(Math.max(...re.map((x) => Math.abs(x - 1)), ...im.map(Math.abs))).toBeLessThan(1e-6);
  });
});

describe('decodeHex', () => {
  it.each([[[]], [[0]], [[255, 0]], [[1, 2, 3]], [[251, 255, 191, 62]]])('%j', (bytes) => {
    const text = Buffer.from(bytes).toString('hex');
    expect([...decodeHex(text)]).toEqual(bytes);
  });
});

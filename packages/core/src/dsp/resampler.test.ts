import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rateRatio, resampledLength } from './rate-ratio.js';
import { createResampler, type ResamplerInit, type ResamplerQuality } from './resampler.js';

const QUALITIES: readonly ResamplerQuality[] = ['linear', 'medium', 'high'];

const noise = (length: number): Float32Array => {
  let state = 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(1664525, state) + 1013904223) | 0;
    return state / 2147483648;
  });
};

/** Resamples one channel that comes in chunks of the given lengths, over and over. */
const resampled = (
  init: Omit<ResamplerInit, 'channelCount'>,
  input: Float32Array,
  chunks: readonly number[] = [input.length],
): readonly number[] => {
  const resampler = createResampler({ ...init, channelCount: 1 });
  const output: number[] = [];
  for (let at = 0, i = 0; at < input.length; i++) {
    const length = chunks[i % chunks.length] ?? 1;
    const [ready = []] = resampler.process([input.subarray(at, at + length)]);
    for (const sample of ready) output.push(sample);
    at += length;
  }
  return [...output, ...(resampler.flush()[0] ?? [])];
};

describe('linear resampling', () => {
  const run = (inputRate: number, outputRate: number) => {
    const resampler = createResampler({
      inputRate,
      outputRate,
      channelCount: 1,
      quality: 'linear',
    });
    const chunks = [Float32Array.of(0, 1, 2), Float32Array.of(3, 4)].map((chunk) => [
      ...(resampler.process([chunk])[0] ?? []),
    ]);
    return { out: chunks.flat(), flushed: [...(resampler.flush()[0] ?? [])] };
  };

  it('doubles a rate by the means between neighbours, and holds the last value', () => {
    expect(run(2, 4)).toEqual({ out: [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5], flushed: [4, 4] });
  });

  it('halves a rate by every other sample', () => {
    expect(run(4, 2)).toEqual({ out: [0, 2], flushed: [4] });
  });

  it('makes eleven samples of ten from 44100 to 48000 Hz', () => {
    const ramp = Float32Array.from({ length: 10 }, (_, i) => i);
    const init = { inputRate: 44100, outputRate: 48000, quality: 'linear' } as const;
    const output = resampled(init, ramp);
    expect(output).toHaveLength(11);
    for (let k = 0; k < 10; k++) expect(output[k]).toBeCloseTo(k * 0.91875, 6);
    expect(output[10]).toBe(9);
  });
});

describe.each(QUALITIES)('resampling in %s quality', (quality) => {
  it('gives round(n * out / in) samples for any length and rates', () => {
    const rate = fc.constantFrom(8000, 11025, 16000, 22050, 44100, 48000, 47999, 44100.5, 96000);
    fc.assert(
      fc.property(fc.nat(3000), rate, rate, (n, inputRate, outputRate) => {
        const output = resampled({ inputRate, outputRate, quality }, noise(n));
        return output.length === Math.floor((n * outputRate) / inputRate + 0.5);
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    [44100, 48000],
    [48000, 16000],
    [48000, 1000],
    [44100, 47999],
    [48000, 48000],
  ])('gives the same bits for any chunking from %d to %d Hz', (inputRate, outputRate) => {
    const input = noise(9000);
    const whole = resampled({ inputRate, outputRate, quality }, input);
    expect(whole.some((sample) => Math.abs(sample) > 0.01)).toBe(true);
    for (const chunks of [[1], [1024], [1, 5000, 7, 333], [4096], [4097]]) {
      expect(resampled({ inputRate, outputRate, quality }, input, chunks)).toEqual(whole);
    }
  });

  it('keeps a constant, exactly in the middle of the stream', () => {
    for (const [inputRate, outputRate] of [
      [44100, 48000],
      [48000, 16000],
      [44100, 47999],
    ] as const) {
      const output = resampled(
        { inputRate, outputRate, quality },
        new Float32Array(4000).fill(0.75),
      );
      const middle = output.slice(output.length / 4, (3 * output.length) / 4);
      for (const sample of middle) expect(sample).toBeCloseTo(0.75, 7);
    }
  });

  it('keeps channels apart', () => {
    const init = { inputRate: 44100, outputRate: 32000, quality };
    const planes = [noise(3000), new Float32Array(3000), noise(3000).map((x) => -x)];
    const resampler = createResampler({ ...init, channelCount: 3 });
    const ready = resampler.process(planes);
    const rest = resampler.flush();
    for (const [channel, plane] of planes.entries()) {
      const joined = [...(ready[channel] ?? []), ...(rest[channel] ?? [])];
      expect(joined).toEqual(resampled(init, plane));
    }
  });

  it('is as new after flush and after reset', () => {
    const resampler = createResampler({
      inputRate: 44100,
      outputRate: 48000,
      channelCount: 1,
      quality,
    });
    const pass = () => [resampler.process([noise(2000)]), resampler.flush()];
    const first = pass();
    expect(pass()).toEqual(first);
    resampler.process([noise(777)]);
    resampler.reset();
    expect(pass()).toEqual(first);
  });

  it('gives nothing for nothing', () => {
    expect(resampled({ inputRate: 44100, outputRate: 48000, quality }, noise(0))).toEqual([]);
  });
});

describe('time', () => {
  it('puts an impulse where it was: output k is the input at k * in / out', () => {
    const input = new Float32Array(6000);
    input[2940] = 1;
    for (const quality of ['medium', 'high'] as const) {
      const output = resampled({ inputRate: 44100, outputRate: 48000, quality }, input);
      expect(output.indexOf(Math.max(...output))).toBe(3200);
    }
  });

  it('does not drift over an hour of an odd ratio', () => {
    const init = { inputRate: 8000, outputRate: 7999, channelCount: 1 };
    const resampler = createResampler({ ...init, quality: 'linear' });
    let count = 0;
    let worst = 0;
    for (let at = 0; at < 8000 * 3600; at += 400_000) {
      const ramp = Float32Array.from({ length: 400_000 }, (_, i) => (at + i) % 1024);
      const [out = ramp] = resampler.process([ramp]);
      for (let k = 0; k < out.length; k += 997) {
        const time = (((count + k) * 8000) / 7999) % 1024;
        if (time < 1023) worst = Math.max(worst, Math.abs((out[k] ?? 0) - time));
      }
      count += out.length;
    }
    expect(worst).toBeLessThan(1e-3);
    expect(count + (resampler.flush()[0]?.length ?? 0)).toBe(7999 * 3600);
  });
});

describe('rateRatio', () => {
  it('reduces whole rates, and takes fractional ones to 1/1024 Hz', () => {
    expect(rateRatio(48000, 44100)).toEqual({ up: 147, down: 160 });
    expect(rateRatio(48000, 48000)).toEqual({ up: 1, down: 1 });
    expect(rateRatio(44100.5, 48000)).toEqual({ up: 96000, down: 88201 });
  });

  it('gives lengths that are exact at any size', () => {
    expect(resampledLength(5, rateRatio(4, 2))).toBe(3);
    expect(resampledLength(44100 * 1e10, rateRatio(44100, 47999))).toBe(47999 * 1e10);
  });
});

describe('createResampler', () => {
  it.each([
    [{ inputRate: 0 }, 'invalid-option'],
    [{ outputRate: Number.NaN }, 'invalid-option'],
    [{ channelCount: 0 }, 'invalid-option'],
    [{ outputRate: 100 }, 'unsupported'],
    [{ inputRate: 100 }, 'unsupported'],
  ])('refuses %j with %s', (wrong, code) => {
    const init = { inputRate: 44100, outputRate: 48000, channelCount: 1, ...wrong };
    expect(() => createResampler(init)).toThrow(expect.objectContaining({ code }));
  });

  it('works at the largest ratios', () => {
    for (const [inputRate, outputRate] of [
      [256000, 1000],
      [1000, 256000],
    ] as const) {
      for (const quality of QUALITIES) {
        const output = resampled({ inputRate, outputRate, quality }, noise(8192), [5000]);
        expect(output).toHaveLength((8192 * outputRate) / inputRate);
        expect(output.every(Number.isFinite)).toBe(true);
      }
    }
  });
});

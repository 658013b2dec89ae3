import { describe, expect, it } from '@jest/globals';
import FFT from 'fft.js';
import { collect, describeSource, joinFrames } from '../testing/index.js';
import { type NoiseOptions, noise } from './noise.js';

describeSource('noise', { create: () => noise({ duration: 0.1, color: 'pink' }) });

const planesOf = async (options: NoiseOptions) => joinFrames(await collect(noise(options)));
const planeOf = async (options: NoiseOptions) => (await planesOf(options))[0] ?? new Float32Array();
const rms = (plane: Float32Array): number =>
  Math.sqrt(plane.reduce((sum, x) => sum + x * x, 0) / plane.length);

/** Mean power per bin in the octaves that end at the given frequencies, in dB. */
const octaveLevels = (plane: Float32Array, rate: number, tops: readonly number[]) => {
  const size = 4096;
  const fft = new FFT(size);
  const power = new Float64Array(size / 2);
  for (let at = 0; at + size <= plane.length; at += size) {
    const out = fft.createComplexArray();
    const hann = Array.from(plane.subarray(at, at + size), (x, i) => {
      return x * (1 - Math.cos((2 * Math.PI * i) / size));
    });
    fft.realTransform(out, hann);
    for (let k = 0; k < size / 2; k++) {
      power[k] = (power[k] ?? 0) + (out[2 * k] ?? 0) ** 2 + (out[2 * k + 1] ?? 0) ** 2;
    }
  }
  return tops.map((top) => {
    const [from, to] = [Math.round((top / 2 / rate) * size), Math.round((top / rate) * size)];
    const mean = power.subarray(from, to).reduce((sum, p) => sum + p, 0) / (to - from);
    return 10 * Math.log10(mean);
  });
};

describe('noise', () => {
  it.each(['white', 'pink'] as const)('in %s has the level amplitude / sqrt(3)', async (color) => {
    const level = rms(await planeOf({ duration: 10, amplitude: 0.3, color, sampleRate: 16000 }));
    expect(20 * Math.log10(level / (0.3 / Math.sqrt(3)))).toBeCloseTo(0, 0);
  });

  it('in white stays within its amplitude, around zero, with a flat spectrum', async () => {
    const plane = await planeOf({ duration: 10, sampleRate: 16000 });
    expect(plane.every((x) => Math.abs(x) <= 0.2)).toBe(true);
    expect(Math.abs(plane.reduce((sum, x) => sum + x, 0) / plane.length)).toBeLessThan(0.001);
    const levels = octaveLevels(plane, 16000, [500, 1000, 2000, 4000, 8000]);
    for (const level of levels) expect(Math.abs(level - (levels[4] ?? 0))).toBeLessThan(0.4);
  });

  it.each([16000, 44100])('in pink falls by 3 dB per octave at %d Hz', async (sampleRate) => {
    const plane = await planeOf({ duration: 30, sampleRate, color: 'pink' });
    const tops = [32, 16, 8, 4, 2].map((part) => sampleRate / part);
    const levels = octaveLevels(plane, sampleRate, tops);
    for (const [i, level] of levels.entries()) {
      expect(Math.abs(level - ((levels[0] ?? 0) - 3.01 * i))).toBeLessThan(0.35);
    }
  });

  it('depends on the seed and the channel, not on the frame length', async () => {
    const options = { duration: 0.05, channelCount: 2, color: 'pink' } as const;
    const [left, right] = await planesOf({ ...options, seed: 3 });
    expect(await planesOf({ ...options, seed: 3, frameLength: 17 })).toEqual([left, right]);
    expect(left).not.toEqual(right);
    expect((await planesOf({ ...options, seed: 4 }))[0]).not.toEqual(left);
  });

  it('has unrelated channels', async () => {
    const [a = [], b = new Float32Array()] = await planesOf({ duration: 2, channelCount: 2 });
    let product = 0;
    for (const [i, x] of a.entries()) product += x * (b[i] ?? 0);
    expect(Math.abs(product / a.length / (0.04 / 3))).toBeLessThan(0.02);
  });

  it('refuses a seed that is no integer at once', () => {
    expect(() => noise({ seed: 0.5 })).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});

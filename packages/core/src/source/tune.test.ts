import { describe, expect, it } from '@jest/globals';
import FFT from 'fft.js';
import { collect, describeSource, joinFrames } from '../testing/index.js';
import { BARS, scoreBar } from './tune/score.js';
import { createTuneRenderer } from './tune/tune-renderer.js';
import { type TuneOptions, tune } from './tune.js';

describeSource('tune', { create: () => tune({ duration: 0.5, sampleRate: 16000 }) });

const planesOf = async (options: TuneOptions) =>
  joinFrames(await collect(tune({ sampleRate: 8000, ...options })));
const bytesOf = (planes: readonly (Float32Array | undefined)[]): Buffer =>
  Buffer.concat(planes.map((plane) => new Uint8Array(plane?.slice().buffer ?? [])));
/** As toEqual, but fast on long planes. */
const areEqual = (
  a: readonly (Float32Array | undefined)[],
  b: readonly (Float32Array | undefined)[],
): boolean => bytesOf(a).equals(bytesOf(b));

describe('tune', () => {
  it('does not depend on the frame length', async () => {
    const whole = await planesOf({ duration: 6, frameLength: 48_000 });
    for (const frameLength of [160, 1024, 5003]) {
      expect(areEqual(await planesOf({ duration: 6, frameLength }), whole)).toBe(true);
    }
  });

  it('is the same for the same seed, another for another', async () => {
    const first = await planesOf({ duration: 5, seed: 5 });
    expect(areEqual(await planesOf({ duration: 5, seed: 5 }), first)).toBe(true);
    expect(areEqual(await planesOf({ duration: 5, seed: 6 }), first)).toBe(false);
  });

  it.each([1, 77])('stays below -1 dBFS at a lively level, seed %d', async (seed) => {
    for (const plane of await planesOf({ duration: 38.4, seed })) {
      let [peak, energy, sum] = [0, 0, 0];
      for (const x of plane) {
        peak = Math.max(peak, Math.abs(x));
        energy += x * x;
        sum += x;
      }
      expect(20 * Math.log10(peak)).toBeLessThanOrEqual(-1);
      const level = 10 * Math.log10(energy / plane.length);
      expect(level).toBeGreaterThan(-22);
      expect(level).toBeLessThan(-12);
      expect(Math.abs(sum / plane.length)).toBeLessThan(0.005);
    }
  });

  it('has bass, middle and treble, and two different sides', async () => {
    const [left = new Float32Array(), right] = await planesOf({ duration: 6, sampleRate: 32000 });
    expect(areEqual([left], [right])).toBe(false);
    const size = 131_072;
    const fft = new FFT(size);
    const spectrum = fft.createComplexArray();
    fft.realTransform(spectrum, [...left.subarray(0, size)]);
    const share = (from: number, to: number): number => {
      let power = 0;
      for (let hz = from; hz < to; hz++) {
        const bin = Math.round((hz * size) / 32000);
        power += (spectrum[2 * bin] ?? 0) ** 2 + (spectrum[2 * bin + 1] ?? 0) ** 2;
      }
      return power;
    };
    const all = share(20, 15000);
    expect(share(20, 200) / all).toBeGreaterThan(0.2);
    expect(share(200, 2000) / all).toBeGreaterThan(0.01);
    expect(share(4000, 15000) / all).toBeGreaterThan(1e-5);
  });

  it('comes back to its beginning after sixteen bars, but for the first echoes', () => {
    const render = createTuneRenderer({ sampleRate: 8000, bpm: 240, seed: 1 });
    const bar = 8000;
    const bars = Array.from({ length: 3 * BARS }, (_, i) => render(i * bar, bar)[0]);
    expect(areEqual([bars[0]], [bars[4]])).toBe(false);
    expect(areEqual(bars.slice(2 * BARS), bars.slice(BARS, 2 * BARS))).toBe(true);
  });

  it('plays the chords of the score: four bars of pads, bass on one', () => {
    const roots = [0, 1, 2, 3].map((bar) => scoreBar(bar, 1).find((n) => n.player === 'bass')?.key);
    expect(roots).toEqual([33, 29, 36, 31]);
    expect(scoreBar(0, 1).filter((n) => n.player === 'pad')).toHaveLength(4);
    expect(scoreBar(BARS + 3, 1)).toEqual(scoreBar(3, 1));
  });

  it.each([
    [{ bpm: 10 }],
    [{ sampleRate: 100 }],
    [{ seed: 0.1 }],
    [{ channelCount: 1 }],
  ])('refuses %j at once', (options: object) => {
    expect(() => tune(options)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});

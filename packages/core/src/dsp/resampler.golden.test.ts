import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import FFT from 'fft.js';
import * as z from 'zod';
import { kaiserWindow } from './kaiser.js';
import { createResampler } from './resampler.js';

const part = z.object({
  kind: z.enum(['sine', 'chirp', 'lcg']),
  amp: z.number(),
  freq: z.number().default(0),
  f0: z.number().default(0),
  f1: z.number().default(0),
  dur: z.number().default(1),
  seed: z.number().default(0),
});
const goldenCase = z.object({
  id: z.string(),
  inputRate: z.number(),
  outputRate: z.number(),
  length: z.number(),
  parts: z.array(part),
  start: z.number(),
  count: z.number(),
  offset: z.number(),
});

const directory = new URL('./golden/', import.meta.url);
const blob = readFileSync(new URL('resample.bin', directory));
const { cases } = z
  .object({ cases: z.array(goldenCase) })
  .parse(JSON.parse(readFileSync(new URL('resample.json', directory), 'utf8')));

const signalOf = ({ inputRate, length, parts }: z.output<typeof goldenCase>): Float32Array => {
  const sum = new Float64Array(length);
  for (const { kind, amp, freq, f0, f1, dur, seed } of parts) {
    let state = seed;
    for (let i = 0; i < length; i++) {
      const t = i / inputRate;
      state = (Math.imul(1664525, state) + 1013904223) >>> 0;
      const cycles = kind === 'sine' ? freq * t : f0 * t + ((f1 - f0) * t * t) / (2 * dur);
      const value = kind === 'lcg' ? state / 2147483648 - 1 : Math.sin(2 * Math.PI * cycles);
      sum[i] = (sum[i] ?? 0) + amp * value;
    }
  }
  return Float32Array.from(sum);
};

/** Energy of the bins below `limit` (a part of the bins up to half the rate). */
const bandEnergy = (samples: readonly number[], limit: number): number => {
  const size = samples.length;
  const fft = new FFT(size);
  const spectrum = fft.createComplexArray();
  fft.realTransform(
    spectrum,
    samples.map((x, i) => x * kaiserWindow((2 * i) / size - 1, 20)),
  );
  let energy = 0;
  for (let i = 0; i < limit * size; i++) energy += (spectrum[i] ?? 0) ** 2;
  return energy;
};

describe('high quality beside librosa and soxr', () => {
  it.each(cases)('agrees within the pass band: $id', (golden) => {
    const { inputRate, outputRate, start, count, offset } = golden;
    const resampler = createResampler({ inputRate, outputRate, channelCount: 1 });
    const ours = [...(resampler.process([signalOf(golden)])[0] ?? [])].slice(start, start + count);
    const theirs = ours.map((_, i) => blob.readFloatLE(offset + 4 * i));
    const band = Math.min(inputRate, outputRate) / outputRate;
    const error = ours.map((x, i) => x - (theirs[i] ?? 0));
    const snr = (limit: number): number =>
      10 * Math.log10(bandEnergy(theirs, limit * band) / bandEnergy(error, limit * band));
    expect(ours).toHaveLength(4096);
    // The reference rolls off softly from 0.6 of the Nyquist frequency on, by some 0.001 dB.
    expect(snr(0.6)).toBeGreaterThan(90);
    expect(snr(0.9)).toBeGreaterThan(70);
  });
});

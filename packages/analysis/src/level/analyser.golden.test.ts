import { describe, expect, it } from '@jest/globals';
import { compareAnalyser } from '../fixtures/analyser.js';
import { goldenCases, readGolden } from '../fixtures/golden.js';
import { logEdges } from '../maths/log-edges.js';
import { analyserBytes } from './analyser-bytes.js';
import { analyserSpectrum, analyserSpectrumOf } from './analyser-spectrum.js';

const cases = goldenCases.filter(({ group, signal }) => group === 'analyser' && signal != null);

describe('an AnalyserNode', () => {
  it.each(cases)('$id', (golden) => {
    const { decibels, bytes, ends } = compareAnalyser(golden);
    expect(decibels.difference).toBeLessThanOrEqual(decibels.tolerance);
    expect(bytes).toBe(0);
    expect(ends).toBe(0);
  });

  it('is compared in full, with the edges of its bars', () => {
    expect(cases).toHaveLength(3);
    const edges = goldenCases.find(({ id }) => id === 'logbands-32')?.out['edges'];
    const theirs = edges ? readGolden(edges) : new Float64Array();
    expect(theirs).toHaveLength(33);
    expect(Float32Array.from(logEdges(20, 16_000, 32))).toEqual(Float32Array.from(theirs));
  });

  it('falls silent as the smoothing goes', () => {
    const samples = new Float32Array(8000).fill(0.5, 0, 1000);
    const { data, size, frameCount } = analyserSpectrumOf(samples, {
      sampleRate: 48_000,
      fftSize: 256,
      hopLength: 1000,
    });
    const levels = Array.from({ length: frameCount }, (_, frame) => data[frame * size] ?? 0);
    expect(levels[0]).toBeGreaterThan(-40);
    for (const [i, level] of levels.slice(2).entries()) {
      expect(level - (levels[i + 1] ?? 0)).toBeCloseTo(20 * Math.log10(0.8), 4);
    }
  });

  it.each([
    () => analyserSpectrum({ smoothingTimeConstant: 1 }),
    () => analyserSpectrum({ fftSize: 0 }),
    () => analyserSpectrumOf(new Float32Array(9), { sampleRate: -1 }),
    () => analyserBytes([0], { minDecibels: -30 }),
  ])('refuses wrong options: %s', (make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});

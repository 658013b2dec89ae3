import { describe, expect, it } from '@jest/globals';
import { compareCase } from './fixtures/compare.js';
import { goldenCases, goldenSignals, signalOf } from './fixtures/golden.js';

const built = new Set(['stft', 'istft', 'mel', 'mfcc', 'db', 'spectral', 'time', 'chroma']);
const isBuilt = ({ group }: (typeof goldenCases)[number]): boolean => built.has(group);

describe('test signals', () => {
  it.each(Object.keys(goldenSignals))('%s is that of the reference', (name) => {
    const { samples } = signalOf(name);
    const { sum, sumSq } = goldenSignals[name]?.check ?? { sum: Number.NaN, sumSq: Number.NaN };
    expect(samples.reduce((total, x) => total + x, 0)).toBeCloseTo(sum, 6);
    expect(samples.reduce((total, x) => total + x * x, 0)).toBeCloseTo(sumSq, 6);
  });
});

describe('librosa', () => {
  const cases = goldenCases.filter(isBuilt);

  it('is compared in full', () => {
    expect(cases.length).toBeGreaterThan(90);
  });

  it.each(cases)('$id', (golden) => {
    const { difference, tolerance } = compareCase(golden);
    expect(difference).toBeLessThanOrEqual(tolerance);
  });

  const inSingle = new Set(['stft', 'feature.melspectrogram', 'feature.mfcc']);

  it.each(cases.filter(({ fn }) => inSingle.has(fn)))('$id in single precision', (golden) => {
    const { difference, tolerance } = compareCase(golden, 'single');
    expect(difference).toBeLessThanOrEqual(tolerance);
  });
});

import { describe, expect, it } from '@jest/globals';
import { chromaOf } from './chroma.js';
import { estimateKey } from './estimate-key.js';

const { exp, sin, PI } = Math;
const sampleRate = 11_025;
const tonics = Array.from({ length: 12 }, (_, tonic) => tonic);
const modes = ['major', 'minor'] as const;

/** Chords of a second with the overtones of a string: I IV V7 I, in minor with the leading note; `octave` 0 begins at C4. */
const cadence = (tonic: number, mode: 'major' | 'minor'): Float32Array => {
  const third = mode === 'major' ? 4 : 3;
  const sixth = mode === 'major' ? 9 : 8;
  const chords = [
    [0, third, 7, -12],
    [5, sixth, 0, -7],
    [7, 11, 2, 5, -5],
    [0, third, 7, 12, -12],
  ];
  const length = Math.floor(sampleRate / 2);
  const samples = new Float32Array(chords.length * length);
  for (const [index, chord] of chords.entries()) {
    for (const note of chord) {
      const hz = 261.626 * 2 ** ((tonic + note) / 12);
      for (let overtone = 1; overtone <= 6; overtone++) {
        const step = (2 * PI * hz * overtone) / sampleRate;
        const gain = 0.05 / overtone;
        for (let i = 0; i < length; i++) {
          const at = index * length + i;
          samples[at] = (samples[at] ?? 0) + gain * exp((-2 * i) / length) * sin(step * i);
        }
      }
    }
  }
  return samples;
};

const heard = modes.flatMap((mode) =>
  tonics.map((tonic) => ({
    tonic,
    mode,
    chroma: chromaOf(cadence(tonic, mode), { sampleRate, fftSize: 4096 }),
  })),
);

describe.each(['temperley', 'krumhansl-kessler'] as const)('estimateKey by %s', (profile) => {
  it.each(modes)('hears cadences in all keys of %s', (mode) => {
    for (const { tonic, chroma } of heard.filter((one) => one.mode === mode)) {
      const key = estimateKey(chroma, { profile });
      expect(key?.tonic).toBe(tonic);
      // The profile of 1982 takes a minor cadence with its leading note for major, if not for sure.
      const isMisheard = profile === 'krumhansl-kessler' && mode === 'minor';
      if (isMisheard) expect(key?.confidence).toBeLessThan(0.2);
      else expect([key?.mode, (key?.confidence ?? 0) > 0.4]).toEqual([mode, true]);
    }
  });
});

describe('estimateKey', () => {
  it('names keys as they are written, and is sure of a profile', () => {
    const temperley = [5, 2, 3.5, 4.5, 2, 4, 2, 4.5, 3.5, 2, 1.5, 4];
    const shifted = temperley.map((_, note) => temperley[(note - 8 + 12) % 12] ?? 0);
    const key = estimateKey(shifted);
    expect(key).toMatchObject({ name: 'G# minor', tonic: 8, mode: 'minor' });
    expect(key?.correlation).toBeCloseTo(1, 10);
    expect(key?.confidence).toBeCloseTo(1, 10);
  });

  it.each([
    ['silence', new Float32Array(12)],
    ['all notes alike', new Array<number>(12).fill(0.7)],
    ['what is no number', new Float32Array(12).fill(Number.NaN)],
    [
      'no frames',
      { frameCount: 0, size: 12, data: new Float32Array(0), hopLength: 512, sampleRate },
    ],
  ])('says nothing of %s', (_, chroma) => {
    expect(estimateKey(chroma)).toBeUndefined();
  });

  it('is less sure where a note is missing', () => {
    const scale = [3, 0, 1, 0, 2, 1, 0, 3, 0, 1, 0, 1];
    const open = [3, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0];
    expect(estimateKey(open)?.confidence).toBeLessThan(estimateKey(scale)?.confidence ?? 0);
  });

  it('refuses other numbers of notes', () => {
    const refused = expect.objectContaining({ code: 'invalid-option' });
    expect(() => estimateKey(new Float32Array(24))).toThrow(refused);
    expect(() => estimateKey([])).toThrow(refused);
  });
});

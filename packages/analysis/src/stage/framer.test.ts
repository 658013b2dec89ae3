import { describe, expect, it } from '@jest/globals';
import { createFramer, type Framing } from './framer.js';
import { reflect } from './reflect.js';

const cutBy = (framing: Framing, samples: Float64Array, part: number): number[][] => {
  const frames: number[][] = [];
  const framer = createFramer(framing, (length) => new Float64Array(length));
  const take = (data: Float64Array, offset: number, count: number): void => {
    for (let k = 0; k < count; k++) {
      const from = offset + k * framing.hopLength;
      frames.push([...data.subarray(from, from + framing.frameLength)]);
    }
  };
  for (let at = 0; at < samples.length; at += part) {
    framer.push(samples.subarray(at, at + part), take);
  }
  framer.flush(take);
  return frames;
};

/** What frames are by definition. */
const expected = (
  { frameLength, hopLength, center, padMode }: Framing,
  samples: Float64Array,
): number[][] => {
  const pad = center ? Math.floor(frameLength / 2) : 0;
  const { length } = samples;
  const at = (i: number): number => {
    if (padMode === 'constant') return samples[i] ?? 0;
    return (
      samples[padMode === 'edge' ? Math.min(length - 1, Math.max(0, i)) : reflect(i, length)] ?? 0
    );
  };
  const count = 1 + Math.floor((length + 2 * pad - frameLength) / hopLength);
  return Array.from({ length: count }, (_, k) =>
    Array.from({ length: frameLength }, (__, i) => at(k * hopLength + i - pad)),
  );
};

describe('createFramer', () => {
  const samples = Float64Array.from({ length: 60_000 }, (_, i) => i + 1);

  it.each([
    [64, 20_001],
    [64, 631],
    [4097, 9000],
  ])('cuts frames of %d samples every %d, whatever the ends and the parts', (frameLength, hopLength) => {
    for (const padMode of ['constant', 'reflect', 'edge'] as const) {
      for (const center of [true, false]) {
        const framing = { frameLength, hopLength, center, padMode };
        const right = expected(framing, samples);
        for (const part of [777, 30_000]) {
          expect(cutBy(framing, samples, part)).toEqual(right);
        }
      }
    }
  });

  it('needs no memory for what lies between frames', () => {
    let most = 0;
    createFramer(
      { frameLength: 64, hopLength: 4_000_000_000, center: true, padMode: 'constant' },
      (length) => {
        most = length;
        return new Float64Array(0);
      },
    );
    expect(most).toBeLessThan(10_000);
  });
});

import { noiseFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { forEachBlock } from './for-each-block.js';
import { createFramer, type Framing } from './framer.js';

const framingOf = fc.record({
  frameLength: fc.integer({ min: 1, max: 40 }),
  hopLength: fc.integer({ min: 1, max: 60 }),
  center: fc.boolean(),
  padMode: fc.constantFrom('constant', 'reflect', 'edge'),
});

const framesOf = (framing: Framing, samples: Float32Array): number[][] => {
  const frames: number[][] = [];
  const take = (data: Float32Array, offset: number, count: number): void => {
    for (let k = 0; k < count; k++) {
      const from = offset + k * framing.hopLength;
      frames.push([...data.subarray(from, from + framing.frameLength)]);
    }
  };
  const framer = createFramer(framing, (length) => new Float32Array(length));
  framer.push(samples, take);
  framer.flush(take);
  return frames;
};

describe('forEachBlock', () => {
  it('gives the frames of a stream, of zeros behind the samples too', () => {
    const lengths = fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 90 }));
    fc.assert(
      fc.property(framingOf, lengths, fc.integer({ min: 1, max: 7 }), (framing, cut, limit) => {
        const [sound, silence] = cut;
        const [samples = new Float32Array()] = noiseFrame(sound, {}).channels;
        const whole = new Float32Array(sound + silence);
        whole.set(samples);
        const expected = framesOf(framing, whole);
        const frames: number[][] = [];
        const walk = { framing, samples, length: whole.length, frameCount: expected.length, limit };
        forEachBlock(walk, (run, index) => {
          expect(index).toBe(frames.length);
          expect(run.count).toBeGreaterThan(0);
          expect(run.count).toBeLessThanOrEqual(limit);
          for (let k = 0; k < run.count; k++) {
            const from = run.offset + k * framing.hopLength;
            expect(from + framing.frameLength).toBeLessThanOrEqual(run.samples.length);
            frames.push([...run.samples.subarray(from, from + framing.frameLength)]);
          }
        });
        expect(frames).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('copies only what reaches beyond the samples', () => {
    const samples = new Float32Array(1000);
    const framing = { frameLength: 40, hopLength: 10, center: true, padMode: 'reflect' } as const;
    const inPlace: number[] = [];
    const walk = { framing, samples, length: 1000, frameCount: 101, limit: 30 };
    forEachBlock(walk, (run, index) => {
      if (run.samples === samples) inPlace.push(index, run.count);
    });
    expect(inPlace).toEqual([2, 30, 32, 30, 62, 30, 92, 7]);
  });
});

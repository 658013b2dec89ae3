import { describe, expect, it } from '@jest/globals';
import { createFrame } from '../signal/index.js';
import { fromFrames } from '../source/index.js';
import { collect, describeStage, noiseFrame, splitFrame } from '../testing/index.js';
import { continuousTime } from './continuous-time.js';

describeStage('continuousTime', {
  create: continuousTime,
  inputs: () => splitFrame(noiseFrame(600), [100]),
  key: ({ pts, length }) => [pts, length],
});

describe('continuousTime', () => {
  it('counts on from 0 over gaps, overlaps and changes of the start', async () => {
    const at = (pts: number, length: number) =>
      createFrame([new Float32Array(length)], { sampleRate: 8000, pts });
    const frames = await collect(
      fromFrames([at(500, 10), at(900, 0), at(700, 20), at(0, 5)]).pipe(continuousTime()),
    );
    expect(frames.map(({ pts, length }) => [pts, length])).toEqual([
      [0, 10],
      [10, 20],
      [30, 5],
    ]);
  });
});

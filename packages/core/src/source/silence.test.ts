import { describe, expect, it } from '@jest/globals';
import { collect, describeSource, joinFrames } from '../testing/index.js';
import { silence } from './silence.js';

describeSource('silence', { create: () => silence({ duration: 0.2 }), items: 10 });

describe('silence', () => {
  it('is zeros of the wanted length', async () => {
    const planes = joinFrames(await collect(silence({ duration: 0.5, channelCount: 2 })));
    expect(planes).toEqual([new Float32Array(24000), new Float32Array(24000)]);
  });
});

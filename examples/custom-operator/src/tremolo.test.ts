import { createFrame } from '@audioflow/core';
import { describeProcessor } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { tremolo } from './tremolo.js';

describeProcessor('tremolo', { create: () => tremolo(5, 0.8) }, { describe, it, expect });

describe('tremolo', () => {
  it('begins at full volume and is softest half a swing later', () => {
    const ones = createFrame([new Float32Array(1000).fill(1)], { sampleRate: 1000, pts: 0 });
    const heard: number[] = [];
    of(ones)
      .pipe(tremolo(2, 0.8))
      .subscribe((frame) => heard.push(...(frame.channels[0] ?? [])));
    expect([0, 250, 500, 750].map((at) => heard[at]?.toFixed(6))).toEqual([
      '1.000000',
      '0.200000',
      '1.000000',
      '0.200000',
    ]);
  });
});

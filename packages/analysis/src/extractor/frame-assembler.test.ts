import { createFrame } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { createBufferPool } from './buffer-pool.js';
import { createAssembler } from './frame-assembler.js';

describe('createAssembler', () => {
  it('measures no more at the end than is taken', () => {
    let measured = 0;
    const framing = {
      frameLength: 4096,
      hopLength: 16,
      center: true,
      padMode: 'constant',
    } as const;
    const process = (): void => {
      measured += 1;
    };
    const frame = createFrame([new Float32Array(1600)], { sampleRate: 8000 });
    const { push, flush } = createAssembler('test', frame, {
      groups: [{ kernel: { framing, size: 1, process }, parts: [{ name: 'rms', from: 0, to: 1 }] }],
      layout: [{ name: 'rms', type: 'f32', offset: 0, size: 1 }],
      hopLength: 16,
      channel: undefined,
      pool: createBufferPool(4, 8),
    });
    push(frame, () => true);
    expect(measured).toBe(0);
    let taken = 0;
    const take = (): boolean => {
      taken += 1;
      if (taken === 3) throw new Error('enough');
      return true;
    };
    expect(() => flush?.(take)).toThrow('enough');
    expect(measured).toBe(3);
  });
});

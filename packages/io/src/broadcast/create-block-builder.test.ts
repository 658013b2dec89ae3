import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createBlockBuilder } from './create-block-builder.js';

describe('a block of frames', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const gather = () => {
    const blocks: [at: number, frames: number][] = [];
    const began = performance.now();
    const builder = createBlockBuilder(0.1, ({ bytes }) => {
      blocks.push([performance.now() - began, bytes.length]);
    });
    return { blocks, add: (seconds: number) => builder.add(Uint8Array.of(1), seconds) };
  };

  it('ends with the frame that reaches its mark, and the next one is shorter by what was too much', () => {
    const { blocks, add } = gather();
    for (let i = 0; i < 9; i++) add(0.04);
    expect(blocks.map(([, frames]) => frames)).toEqual([3, 2, 3]);
  });

  it('goes out after twice its time where the source stalls', () => {
    const { blocks, add } = gather();
    add(0.04);
    jest.advanceTimersByTime(199);
    expect(blocks).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(blocks).toEqual([[200, 1]]);
    jest.advanceTimersByTime(1000);
    add(0.04);
    jest.advanceTimersByTime(1000);
    expect(blocks).toEqual([
      [200, 1],
      [1400, 1],
    ]);
  });

  it('waits as long as any other when the one before was full', () => {
    const { blocks, add } = gather();
    add(0.04);
    jest.advanceTimersByTime(50);
    add(0.06);
    jest.advanceTimersByTime(50);
    add(0.04);
    jest.advanceTimersByTime(1000);
    expect(blocks).toEqual([
      [50, 2],
      [300, 1],
    ]);
  });
});

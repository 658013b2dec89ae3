import { describe, expect, it } from '@jest/globals';
import { createChunkQueue } from './chunk-queue.js';

const chunk = (value: number, length = 10) => new Uint8Array(length).fill(value);

describe('createChunkQueue', () => {
  it('gives chunks back in order, and keeps one until it is shifted', () => {
    const queue = createChunkQueue(100);
    queue.push(chunk(1));
    queue.push(chunk(2));
    expect(queue.peek()?.[0]).toBe(1);
    expect(queue.peek()?.[0]).toBe(1);
    queue.shift();
    expect([queue.peek()?.[0], queue.bytes]).toEqual([2, 10]);
    queue.clear();
    expect([queue.peek(), queue.bytes]).toEqual([undefined, 0]);
  });

  it('drops the oldest whole chunks beyond its limit, and counts them', () => {
    const queue = createChunkQueue(30);
    for (const value of [1, 2, 3, 4, 5]) queue.push(chunk(value));
    expect([queue.bytes, queue.droppedBytes, queue.peek()?.[0]]).toEqual([30, 20, 3]);
    queue.push(chunk(6, 31));
    expect([queue.bytes, queue.droppedBytes]).toEqual([0, 81]);
  });
});

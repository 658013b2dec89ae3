import type { AudioFlowError } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { createChunkQueue } from './chunk-queue.js';
import { createSourceFeeder, type SourceBufferLike } from './source-feeder.js';

/** A buffer of one second a chunk with a quota; `settle` ends what is going on, as `updateend` does. */
const scriptedBuffer = (quota: number) => {
  const taken: number[] = [];
  let start = 0;
  let end = 0;
  let pending: (() => void) | undefined;
  const buffer: SourceBufferLike = {
    get updating() {
      return pending !== undefined;
    },
    get buffered() {
      return { length: end > start ? 1 : 0, start: () => start, end: () => end };
    },
    appendBuffer: (data) => {
      if (end - start >= quota) throw new DOMException('full', 'QuotaExceededError');
      if (data[0] === 255) throw new TypeError('not audio');
      pending = () => {
        taken.push(data[0] ?? -1);
        end += 1;
      };
    },
    remove: (_, to) => {
      pending = () => {
        start = to;
      };
    },
  };
  const settle = (): void => {
    pending?.();
    pending = undefined;
  };
  return { buffer, settle, taken };
};

const setUp = (quota: number, maxAhead = 1000) => {
  const scripted = scriptedBuffer(quota);
  const queue = createChunkQueue(1000);
  const errors: AudioFlowError[] = [];
  let position = 0;
  const feeder = createSourceFeeder({
    buffer: scripted.buffer,
    queue,
    position: () => position,
    keepBehind: 2,
    maxAhead,
    onError: (error) => errors.push(error),
  });
  /** Pumps to rest, as a chain of `updateend` events does. */
  const pump = (): void => {
    for (let round = 0; round < 50; round += 1) {
      feeder.pump();
      if (!scripted.buffer.updating) return;
      scripted.settle();
    }
  };
  const push = (value: number): void => queue.push(Uint8Array.of(value));
  return {
    ...scripted,
    queue,
    feeder,
    errors,
    pump,
    push,
    playTo: (to: number) => (position = to),
  };
};

describe('createSourceFeeder', () => {
  it('appends one chunk at a time, in order, and none while the buffer is busy', () => {
    const { queue, feeder, push, settle, taken } = setUp(100);
    for (const value of [1, 2, 3]) push(value);
    feeder.pump();
    feeder.pump();
    expect(queue.bytes).toBe(2);
    for (const _ of [1, 2, 3]) {
      settle();
      feeder.pump();
    }
    expect([taken, queue.bytes, feeder.isDone]).toEqual([[1, 2, 3], 0, true]);
  });

  it('loses no chunk at the quota: it removes what has been played and tries the same chunk again', () => {
    const { queue, push, pump, playTo, taken, errors } = setUp(4);
    for (const value of [1, 2, 3, 4, 5, 6]) push(value);
    pump();
    expect([taken, queue.bytes]).toEqual([[1, 2, 3, 4], 2]);
    playTo(2.5);
    pump();
    expect([taken, queue.bytes]).toEqual([[1, 2, 3, 4, 5, 6], 0]);
    expect(errors).toEqual([]);
  });

  it('removes what piles up while nothing plays', () => {
    const { push, pump, buffer } = setUp(100, 10);
    for (let value = 0; value < 60; value += 1) {
      push(value);
      pump();
    }
    expect(buffer.buffered.end(0)).toBe(60);
    expect(60 - buffer.buffered.start(0)).toBeLessThanOrEqual(11);
  });

  it('ends with an error when the browser refuses the audio itself', () => {
    const { push, pump, errors, queue, taken } = setUp(100);
    push(1);
    push(255);
    pump();
    push(3);
    pump();
    expect(errors.map(({ code }) => code)).toEqual(['malformed-data']);
    expect([taken, queue.peek()?.[0]]).toEqual([[1], 3]);
  });
});

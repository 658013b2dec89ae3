import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it } from '@jest/globals';
import { fromPull, run } from '../flow/index.js';
import { transformAsync } from '../operator/index.js';
import { diagnostics, type OperatorFigures } from './diagnostics.js';
import { createScope } from './scope.js';
import { weigh } from './weigh.js';
import { createWeightedQueue } from './weighted-queue.js';

describe('diagnostics', () => {
  it('tells, for each operator, what went in and out and when it held its source', async () => {
    const seen: OperatorFigures[] = [];
    const listen = (message: unknown): void => void seen.push(message as OperatorFigures);
    subscribe('audioflow:operator', listen);
    expect(diagnostics.active).toBe(true);
    const slow = transformAsync<number, number>(
      () => ({
        next: async (n, emit) => {
          await new Promise((resolve) => setTimeout(resolve, 1));
          await emit(n);
          await emit(n);
        },
      }),
      { name: 'slow', highWater: 0 },
    );
    await run(fromPull(() => [1, 2, 3]).pipe(slow), { write: () => {} });
    unsubscribe('audioflow:operator', listen);
    const ours = seen.filter((figures) => figures.operator === 'slow');
    expect(ours.map((figures) => figures.event)).toEqual([
      'hold',
      'release',
      'hold',
      'release',
      'end',
    ]);
    expect(ours.at(-1)).toMatchObject({ in: 3, out: 6, queue: 0, dropped: 0 });
    expect(ours.at(-1)?.heldMs).toBeGreaterThan(0);
    expect(diagnostics.active).toBe(false);
  });

  it('warns of a disposal that fails, and breaks nothing', async () => {
    const seen: unknown[] = [];
    const listen = (message: unknown): void => void seen.push(message);
    subscribe('audioflow:warning', listen);
    const scope = createScope();
    scope.track('pump', Promise.reject(new Error('stuck')));
    await scope.idle();
    unsubscribe('audioflow:warning', listen);
    expect(seen).toEqual([{ operator: 'pump', message: 'disposal failed: Error: stuck' }]);
  });
});

describe('a weighted queue', () => {
  const queue = (limit: number) =>
    createWeightedQueue<Uint8Array>({ owner: 'mine', limit, mend: 'slow down' });
  it('keeps order and weight over many items', () => {
    const q = queue(1e9);
    for (let n = 0; n < 5000; n += 1) q.push(new Uint8Array(1 + (n % 3)));
    for (let n = 0; n < 5000; n += 1) expect(q.shift()?.item.length).toBe(1 + (n % 3));
    expect([q.length, q.weight, q.shift()]).toEqual([0, 0, undefined]);
  });
  it('takes one item of any weight, and refuses to pass its limit', () => {
    const q = queue(10);
    q.push(new Uint8Array(100));
    expect(() => q.push(new Uint8Array(1))).toThrow(/mine: .*10 samples or bytes.*slow down/);
    q.shift();
    q.push(new Uint8Array(5));
    q.push(new Uint8Array(5));
    expect(() => q.push(new Uint8Array(1))).toThrow(/and 11 came/);
    expect(q.weight).toBe(10);
  });
});

describe('weigh', () => {
  it('counts samples of frames, bytes of packets and chunks, 1024 for the rest', () => {
    const packet = { kind: 'packet', data: new Uint8Array(9) };
    expect([weigh({ kind: 'pcm', length: 480 }), weigh(packet), weigh(new Uint8Array(3))]).toEqual([
      480, 9, 3,
    ]);
    expect([weigh(1), weigh(null), weigh({ kind: 'other' }), weigh(new Uint8Array(0))]).toEqual([
      1024, 1024, 1024, 1,
    ]);
  });
});

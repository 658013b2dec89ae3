import { describe, expect, it } from '@jest/globals';
import type { Observable } from 'rxjs';
import { fromPull } from './from-pull.js';
import { run } from './run.js';

const numbers = (count: number): Observable<number> =>
  fromPull(function* () {
    for (let n = 0; n < count; n += 1) yield n;
  });
const pause = (ms = 1): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('run within run', () => {
  it('a run inside a write does not hang, nor does a subscription', async () => {
    const inner: number[] = [];
    const outer: number[] = [];
    await run(numbers(3), {
      write: async (n) => {
        outer.push(n);
        await run(numbers(2), {
          write: async (m) => {
            await pause(0);
            inner.push(n * 10 + m);
          },
        });
        await new Promise<void>((resolve) => {
          numbers(2).subscribe({ complete: resolve });
        });
      },
    });
    expect(outer).toEqual([0, 1, 2]);
    expect(inner).toEqual([0, 1, 10, 11, 20, 21]);
  });

  it('a recursive run works to a depth of a hundred', async () => {
    let deepest = 0;
    const nest = async (depth: number): Promise<void> => {
      deepest = Math.max(deepest, depth);
      if (depth < 100)
        await run(numbers(2), { write: (n) => (n === 0 ? nest(depth + 1) : undefined) });
    };
    await nest(1);
    expect(deepest).toBe(100);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createHeldOutput } from './held-output.js';

/** A consumer with room for one item at a time. */
const consumer = () => {
  const taken: number[] = [];
  let resolve: ((open: boolean) => void) | undefined;
  return {
    taken,
    emit: (item: number): Promise<boolean> => {
      taken.push(item);
      return new Promise((settle) => {
        resolve = settle;
      });
    },
    open: async (stays = true): Promise<void> => {
      resolve?.(stays);
      await new Promise((done) => setImmediate(done));
    },
  };
};

describe('createHeldOutput', () => {
  it('puts out one by one what a call brings at once, in order', async () => {
    const down = consumer();
    const output = createHeldOutput<number>();
    const put = output.through(down.emit);
    for (const item of [1, 2, 3]) put(item);
    let done = false;
    const settled = Promise.resolve(output.settle(undefined)).then(() => {
      done = true;
    });
    expect(down.taken).toEqual([1]);
    await down.open();
    expect(down.taken).toEqual([1, 2]);
    put(4);
    await down.open();
    expect([down.taken, done]).toEqual([[1, 2, 3], false]);
    await down.open();
    expect(down.taken).toEqual([1, 2, 3, 4]);
    await down.open();
    await settled;
  });

  it('waits for nothing where all have gone out, and begins anew with the next call', () => {
    const down = consumer();
    const output = createHeldOutput<number>();
    output.through(down.emit)(1);
    expect(output.settle(undefined)).toBeUndefined();
    output.through(down.emit)(2);
    expect(down.taken).toEqual([1, 2]);
  });

  it('puts out what came before an error, and then fails with it', async () => {
    const down = consumer();
    const output = createHeldOutput<number>();
    const put = output.through(down.emit);
    put(1);
    put(2);
    const failing = output.settle(Promise.reject(new Error('lost')));
    const failed = expect(failing).rejects.toThrow('lost');
    await down.open();
    expect(down.taken).toEqual([1, 2]);
    await down.open();
    await failed;
  });

  it('lets go of what is held when nobody takes any more', async () => {
    const down = consumer();
    const output = createHeldOutput<number>();
    const put = output.through(down.emit);
    put(1);
    put(2);
    const settled = output.settle(undefined);
    await down.open(false);
    await settled;
    put(3);
    expect(down.taken).toEqual([1]);
    expect(await output.drain()).toBe(false);
  });
});

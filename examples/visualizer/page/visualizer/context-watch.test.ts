import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { watchContext } from './context-watch.js';

// That real contexts come and go in this way is tested in a browser.
describe('watchContext', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  const watch = (restore: () => void = () => undefined) => {
    const canvas = new EventTarget();
    const reasons: string[] = [];
    let restored = 0;
    const end = watchContext(canvas, {
      restore: () => {
        restored += 1;
        restore();
      },
      giveUp: (reason) => reasons.push(reason),
    });
    const lose = (): boolean =>
      canvas.dispatchEvent(new Event('webglcontextlost', { cancelable: true }));
    const giveBack = (): boolean => canvas.dispatchEvent(new Event('webglcontextrestored'));
    return { reasons, lose, giveBack, end, restored: () => restored };
  };

  it('asks for a lost context, and waits two seconds for it', () => {
    const { reasons, lose, giveBack, restored } = watch();
    // False: the default has been prevented.
    expect(lose()).toBe(false);
    jest.advanceTimersByTime(1999);
    giveBack();
    jest.advanceTimersByTime(60_000);
    expect([restored(), reasons]).toEqual([1, []]);
    lose();
    jest.advanceTimersByTime(2000);
    expect(reasons).toEqual(['the WebGL context is lost, and has not been given back']);
    // It comes too late, and another is drawn on.
    giveBack();
    expect([restored(), reasons.length]).toEqual([1, 1]);
  });

  it('gives up what is lost four times in a minute', () => {
    const { reasons, lose, giveBack, restored } = watch();
    for (let hour = 0; hour < 10; hour++) {
      jest.advanceTimersByTime(3_600_000);
      lose();
      giveBack();
    }
    expect([restored(), reasons]).toEqual([10, []]);
    for (let i = 0; i < 5; i++) {
      jest.advanceTimersByTime(10_000);
      lose();
      giveBack();
    }
    expect(restored()).toBe(12);
    expect(reasons).toEqual(['the WebGL context is lost again and again']);
  });

  it('gives up what cannot be made anew', () => {
    const { reasons, lose, giveBack } = watch(() => {
      throw new Error('shader: out of memory');
    });
    lose();
    giveBack();
    jest.advanceTimersByTime(60_000);
    expect(reasons).toEqual(['shader: out of memory']);
  });

  it('does nothing after its end', () => {
    const { reasons, lose, end } = watch();
    lose();
    end();
    jest.advanceTimersByTime(60_000);
    expect([lose(), reasons]).toEqual([true, []]);
  });
});

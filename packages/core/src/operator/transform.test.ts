import { describe, expect, it } from '@jest/globals';
import { from, Subject, take } from 'rxjs';
import { AudioFlowError } from '../error/index.js';
import { fromPull } from '../flow/index.js';
import { describeStage, noiseFrame } from '../testing/index.js';
import { transform } from './transform.js';

const double = () =>
  transform<number, number>(
    () => ({
      next: (n, emit) => {
        emit(n);
        emit(n * 10);
      },
    }),
    { name: 'double' },
  );

describeStage('transform', {
  create: double,
  inputs: () => [1, 2, 3, 4],
  expected: () => [1, 10, 2, 20, 3, 30, 4, 40],
});

describe('transform', () => {
  it('pulls two of a million when two are taken', () => {
    let pulled = 0;
    const million = fromPull(function* () {
      for (let n = 0; n < 1_000_000; n += 1) {
        pulled += 1;
        yield n;
      }
    });
    const passing = transform<number, number>(() => ({ next: (n, emit) => void emit(n) }));
    million.pipe(passing, take(2)).subscribe();
    expect(pulled).toBe(2);
  });

  it('makes a stream error of a throw, with the operator and the pts', () => {
    const failing = transform(
      () => ({
        next: () => {
          throw new Error('divided by zero');
        },
      }),
      { name: 'divide' },
    );
    let caught: unknown;
    from([noiseFrame(10, { pts: 480 })])
      .pipe(failing)
      .subscribe({
        error: (error: unknown) => {
          caught = error;
        },
      });
    expect(caught).toBeInstanceOf(AudioFlowError);
    expect(caught).toMatchObject({
      code: 'invalid-state',
      message: 'divide failed at pts 480: divided by zero',
      details: { operator: 'divide', pts: 480 },
    });
  });

  it('keeps the code of an AudioFlowError that a kernel throws', () => {
    const failing = transform<number, number>(
      () => ({
        next: () => {
          throw new AudioFlowError('malformed-data', 'bad frame', { details: { at: 7 } });
        },
      }),
      { name: 'parse' },
    );
    let caught: unknown;
    from([1])
      .pipe(failing)
      .subscribe({
        error: (error: unknown) => {
          caught = error;
        },
      });
    expect(caught).toMatchObject({ code: 'malformed-data', details: { at: 7, operator: 'parse' } });
  });

  it('emits false when nobody listens any more', () => {
    const answers: boolean[] = [];
    const many = transform<number, number>(() => ({
      next: (n, emit) => {
        for (let i = 0; i < 3; i += 1) answers.push(emit(n + i));
      },
    }));
    from([0]).pipe(many, take(2)).subscribe();
    expect(answers).toEqual([true, false, false]);
  });

  it('disposes exactly once, after completion, error and unsubscribe, never during next', () => {
    const log: string[] = [];
    const watched = () =>
      transform<number, number>(() => ({
        next: (n, emit) => {
          log.push('next');
          emit(n);
          log.push('next ends');
          if (n < 0) throw new Error('negative');
        },
        flush: () => void log.push('flush'),
        dispose: () => void log.push('dispose'),
      }));
    const play = (values: number[], count: number): string[] => {
      log.length = 0;
      from(values)
        .pipe(watched(), take(count))
        .subscribe({ error: () => {} });
      return [...log];
    };
    expect(play([1], 9)).toEqual(['next', 'next ends', 'flush', 'dispose']);
    expect(play([1, 2], 1)).toEqual(['next', 'next ends', 'dispose']);
    expect(play([-1], 9)).toEqual(['next', 'next ends', 'dispose']);
  });

  it('lets input that comes from its own output wait its turn', () => {
    const loop = new Subject<number>();
    const log: string[] = [];
    const counting = transform<number, number>(() => ({
      next: (n, emit) => {
        log.push(`in ${n}`);
        if (n < 3) emit(n + 1);
        log.push(`out ${n}`);
      },
    }));
    loop.pipe(counting).subscribe((n) => loop.next(n));
    loop.next(1);
    expect(log).toEqual(['in 1', 'out 1', 'in 2', 'out 2', 'in 3', 'out 3']);
  });

  it('ends an endless feedback with limit-exceeded instead of memory', () => {
    const loop = new Subject<number>();
    const bursting = transform<number, number>(() => ({
      next: (n, emit) => {
        for (let i = 0; i < 2000; i += 1) emit(n);
      },
    }));
    let caught: unknown;
    loop.pipe(bursting).subscribe({
      next: (n) => loop.next(n),
      error: (error: unknown) => {
        caught = error;
      },
    });
    loop.next(1);
    expect(caught).toMatchObject({ code: 'limit-exceeded' });
  });
});

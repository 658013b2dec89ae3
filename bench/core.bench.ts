import {
  type AudioFrame,
  createFrame,
  fromFrames,
  passThrough,
  run,
  transformAsync,
} from '@audioflow/core';
import { type MonoTypeOperatorFunction, map, Observable } from 'rxjs';
import { type Benchmark, interleave, median } from './harness.js';

const OPERATORS = 10;
const FRAME: AudioFrame = createFrame([new Float32Array(1024)], { sampleRate: 48_000 });

type Operator = MonoTypeOperatorFunction<AudioFrame>;

/** The same frame, over and over, from a source that costs next to nothing. */
const frames = (count: number): Observable<AudioFrame> =>
  new Observable((out) => {
    for (let n = 0; n < count && !out.closed; n += 1) out.next(FRAME);
    out.complete();
  });

const chain = (source: Observable<AudioFrame>, create: () => Operator): Observable<AudioFrame> => {
  let stream = source;
  for (let n = 0; n < OPERATORS; n += 1) stream = stream.pipe(create());
  return stream;
};

/** CPU nanoseconds per frame and operator. */
const cost = async (count: number, work: () => Promise<void> | void): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / count / OPERATORS;
};

const drain = (stream: Observable<AudioFrame>, count: number) => (): Promise<number> =>
  cost(count, () => {
    let seen = 0;
    stream.subscribe(() => {
      seen += 1;
    });
    if (seen !== count) throw new Error(`expected ${count} frames, got ${seen}`);
  });

/** What one frame costs in each operator: ours beside rxjs's, in one process, interleaved. */
export const coreBench: Benchmark = async ({ quick, say, figures, goal }) => {
  const count = quick ? 100_000 : 500_000;
  const rounds = quick ? 5 : 15;
  const list = Array.from({ length: count / 10 }, () => FRAME);
  const waiting = (): Operator =>
    transformAsync(() => ({ next: (frame: AudioFrame, emit) => void emit(frame) }));
  say(
    `  ${OPERATORS} operators, ${count} frames, ${rounds} rounds after 3 to warm up, interleaved`,
  );
  const variants = {
    map: drain(
      chain(frames(count), () => map((frame) => frame)),
      count,
    ),
    passThrough: drain(chain(frames(count), passThrough), count),
    transformAsync: drain(chain(frames(count), waiting), count),
    run: () =>
      cost(list.length, async () => {
        await run(chain(fromFrames(list), passThrough), { write: () => {} });
      }),
    runAsync: () =>
      cost(list.length, async () => {
        await run(chain(fromFrames(list), passThrough), { write: async () => {} });
      }),
  };
  await interleave(variants, 3);
  const results = await interleave(variants, rounds);
  figures('rxjs map', results.map, 'ns per frame and operator');
  figures('passThrough', results.passThrough, 'ns per frame and operator');
  figures(
    'transformAsync, nothing to wait for',
    results.transformAsync,
    'ns per frame and operator',
  );
  figures('fromFrames to run through passThrough', results.run, 'ns per frame and operator');
  figures('the same, a sink that answers promises', results.runAsync, 'ns per frame and operator');
  goal({
    name: 'ten passThrough beside ten map',
    value: median(results.passThrough) / median(results.map),
    atMost: 3,
    unit: 'times',
  });
};

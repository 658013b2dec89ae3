import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concatMap, filter, from, map, merge, type Observable, type OperatorFunction } from 'rxjs';
import { type Clock, diagnostics } from '../demand/index.js';
import { transform, transformAsync } from '../operator/index.js';
import type { AudioFrame } from '../signal/index.js';
import { joinFrames, noiseFrame, splitFrame, virtualClock } from '../testing/index.js';
import { boundedBuffer } from './bounded-buffer.js';
import { fromPull } from './from-pull.js';
import { rechunk } from './rechunk.js';
import { run } from './run.js';
import { sharePaced } from './share-paced.js';
import { tapTo } from './tap-to.js';
import { tee } from './tee.js';

type Stage = OperatorFunction<AudioFrame, AudioFrame>;

interface Step {
  readonly kind:
    | 'latency'
    | 'rechunk'
    | 'buffer'
    | 'share'
    | 'tap'
    | 'map'
    | 'inner'
    | 'hold-back'
    | 'parallel';
  readonly size: number;
}

const LENGTH = 4000;
const HIGH_WATER = 500;

/** Asserts, at each input, that what is under way inside keeps the bound. */
const bounded =
  (stage: Stage, bound: number): Stage =>
  (source) => {
    let inside = 0;
    const counted = source.pipe(
      map((frame) => {
        inside += frame.length;
        if (inside > bound) throw new Error(`${inside} samples under way, bound ${bound}`);
        return frame;
      }),
    );
    return counted.pipe(
      stage,
      map((frame) => {
        inside -= frame.length;
        return frame;
      }),
    );
  };

const latency = (clock: Clock, size: number, concurrency: number): Stage =>
  transformAsync(
    () => {
      let count = 0;
      return {
        next: async (frame, emit) => {
          count += 1;
          await clock.sleep((count * size) % 17);
          await emit(frame);
        },
      };
    },
    { highWater: HIGH_WATER, limit: 1e9, concurrency },
  );

const holdBack = (): Stage =>
  transform<AudioFrame, AudioFrame>(() => {
    const held: AudioFrame[] = [];
    return {
      next: (frame, emit) => {
        held.push(frame);
        if (held.length > 3) for (const old of held.splice(0, 2)) emit(old);
      },
      flush: (emit) => {
        for (const frame of held) emit(frame);
      },
    };
  });

const build = (clock: Clock, { kind, size }: Step, largest: number): Stage => {
  switch (kind) {
    case 'latency':
      return bounded(latency(clock, size, 1), HIGH_WATER + 4 * largest);
    case 'parallel':
      return bounded(latency(clock, size, 3), HIGH_WATER + 8 * largest);
    case 'rechunk':
      return rechunk(size);
    case 'buffer':
      return boundedBuffer({ seconds: size / 48_000, overflow: 'error' });
    case 'share':
      return sharePaced();
    case 'tap':
      return (source) => tapTo<AudioFrame>({ write: () => clock.sleep(size % 5) })(source);
    case 'map':
      return map((frame) => frame);
    case 'inner':
      return concatMap((frame) => from([frame]));
    case 'hold-back':
      return holdBack();
  }
};

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<Step['kind']>(
      'latency',
      'rechunk',
      'buffer',
      'share',
      'tap',
      'map',
      'inner',
      'hold-back',
      'parallel',
    ),
    size: fc.integer({ min: 50, max: 700 }),
  }),
  { maxLength: 6 },
);
const lengths = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
const speeds = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 4 });

const source = (
  frames: readonly AudioFrame[],
  asynchronous: boolean,
  clock: Clock,
): Observable<AudioFrame> =>
  asynchronous
    ? fromPull(async function* () {
        for (const frame of frames) {
          await clock.sleep(frame.length % 4);
          yield frame;
        }
      })
    : fromPull(() => frames);

describe('random chains of safe and bound operators', () => {
  it('lose nothing, keep their bounds and never deadlock, for any chunking, latency and sink speed', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        lengths,
        speeds,
        fc.boolean(),
        async (chain, cuts, sleeps, asynchronous) => {
          const clock = virtualClock();
          const frames = splitFrame(noiseFrame(LENGTH), cuts);
          const largest = Math.max(700, ...chain.map((step) => step.size));
          const before = process.getActiveResourcesInfo().length;
          let stream = source(frames, asynchronous, clock);
          for (const step of chain) stream = stream.pipe(build(clock, step, largest));
          const written: AudioFrame[] = [];
          await clock.runUntil(
            run(
              stream,
              {
                write: async (frame) => {
                  await clock.sleep(sleeps[written.length % sleeps.length] ?? 0);
                  written.push(frame);
                },
              },
              { clock, limit: 1e9 },
            ),
          );
          expect(joinFrames(written)).toEqual(joinFrames(frames));
          for (const [index, frame] of written.entries()) {
            const next = written[index + 1];
            if (next) expect(next.pts).toBe(frame.pts + frame.length);
          }
          expect(clock.sleepers).toBe(0);
          expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before + 1);
        },
      ),
      { numRuns: 120, seed: 20_261 },
    );
  }, 120_000);

  it('lose nothing in diamonds of random branches', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, lengths, speeds, async (left, right, cuts, sleeps) => {
        const clock = virtualClock();
        const frames = splitFrame(noiseFrame(LENGTH), cuts);
        const [a, b] = tee(2)(source(frames, false, clock));
        const branch = (stream: Observable<AudioFrame>, chain: readonly Step[], side: string) => {
          let branched = stream;
          for (const step of chain) branched = branched.pipe(build(clock, step, 10_000));
          return branched.pipe(map((frame) => ({ side, frame })));
        };
        const written: { side: string; frame: AudioFrame }[] = [];
        await clock.runUntil(
          run(
            merge(branch(a, left, 'a'), branch(b, right, 'b')),
            {
              write: async (item) => {
                await clock.sleep(sleeps[written.length % sleeps.length] ?? 0);
                written.push(item);
              },
            },
            { clock, limit: 1e9 },
          ),
        );
        for (const side of ['a', 'b']) {
          const ours = written.filter((item) => item.side === side).map((item) => item.frame);
          expect(joinFrames(ours)).toEqual(joinFrames(frames));
        }
      }),
      { numRuns: 60, seed: 20_262 },
    );
  }, 120_000);

  it('leave nothing behind when they are left at a random moment', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 0, max: 200 }), async (chain, moment) => {
        const clock = virtualClock();
        let open = 0;
        const endless = fromPull(async function* (signal) {
          open += 1;
          try {
            for (let pts = 0; ; pts += 100) {
              await clock.sleep(1, signal);
              yield noiseFrame(100, { pts });
            }
          } finally {
            open -= 1;
          }
        });
        let stream: Observable<AudioFrame> = endless;
        for (const step of chain) stream = stream.pipe(build(clock, step, 1e9));
        const abort = new AbortController();
        const running = run(
          stream,
          { write: () => clock.sleep(3) },
          { clock, signal: abort.signal },
        );
        const outcome = running.then(
          () => 'completed',
          (error: unknown) => error,
        );
        await clock.advance(moment);
        abort.abort();
        expect(await clock.runUntil(outcome)).toMatchObject({ code: 'aborted' });
        expect(open).toBe(0);
        expect(diagnostics.active).toBe(false);
      }),
      { numRuns: 60, seed: 20_263 },
    );
  }, 120_000);

  it('let go of the last frame', async () => {
    const gc: unknown = Reflect.get(globalThis, 'gc');
    const { setFlagsFromString } = await import('node:v8');
    const { runInNewContext } = await import('node:vm');
    setFlagsFromString('--expose-gc');
    const collect: unknown = gc ?? runInNewContext('gc');
    if (typeof collect !== 'function') throw new Error('no gc');
    let last: WeakRef<AudioFrame> | undefined;
    const stream = fromPull(function* () {
      for (let pts = 0; pts < 1000; pts += 100) {
        const frame = noiseFrame(100, { pts });
        last = new WeakRef(frame);
        yield frame;
      }
    }).pipe(
      rechunk(100),
      boundedBuffer({ seconds: 1, overflow: 'error' }),
      latency(virtualClockFree, 0, 1),
      filter(() => true),
    );
    await run(stream, { write: async () => {} });
    for (let n = 0; n < 5 && last?.deref(); n += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      collect();
    }
    expect(last?.deref()).toBeUndefined();
  });
});

const virtualClockFree: Clock = { now: () => 0, sleep: () => Promise.resolve() };

import { type ErrorCode, isAudioFlowError } from '../error/index.js';
import { fromPull } from '../flow/index.js';
import type { Processor } from '../operator/index.js';
import type { AudioFrame } from '../signal/index.js';
import { collect } from './collect.js';
import { describeStage } from './describe-stage.js';
import { joinFrames, noiseFrame, splitFrame, totalLength } from './frame-tools.js';
import { type TestApi, testApi } from './test-api.js';

/** Input that a processor must refuse, and the code it refuses it with. */
export interface PoisonedInput {
  readonly name: string;
  readonly frames: readonly AudioFrame[];
  readonly code: ErrorCode;
}

/** What {@link describeProcessor} must know of a processor. */
export interface ProcessorSpec {
  readonly create: () => Processor;
  /** Samples that come out for `n` that go in, with the end. Default: `n`. */
  readonly expectedLength?: (n: number) => number;
  /** Rate and channels of the test signal. Defaults 48000 and 2. */
  readonly sampleRate?: number;
  readonly channelCount?: number;
  /** Largest difference between two splits of the same input. Default 0: bit-equal. */
  readonly tolerance?: number;
  readonly poisoned?: readonly PoisonedInput[];
}

const SPLITS: readonly (readonly number[])[] = [[1], [7], [480], [1024, 1, 333], [100_000]];

const largestDifference = (a: readonly Float32Array[], b: readonly Float32Array[]): number => {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (const [index, plane] of a.entries()) {
    const other = b[index];
    if (other?.length !== plane.length) return Number.POSITIVE_INFINITY;
    for (const [at, sample] of plane.entries()) {
      largest = Math.max(largest, Math.abs(sample - (other[at] ?? Number.NaN)));
    }
  }
  return largest;
};

/**
 * Registers the conformance tests of a processor: the rules of a stage, declared length for any
 * number of samples, the same output for any split of the input, continuous `pts`, empty frames
 * ignored, the right error code on poisoned input.
 *
 * @example
 * import { describeProcessor } from '@audioflow/core/testing';
 * import { gain } from '@audioflow/core';
 * const tests = [];
 * const api = {
 *   describe: (_, body) => body(), it: (_, body) => tests.push(body),
 *   expect: (is) => ({
 *     toBe: (x) => { if (!Object.is(is, x)) throw new Error(`${is}`); }, toEqual: () => {},
 *     toBeLessThanOrEqual: (x) => { if (!(is <= x)) throw new Error(`${is}`); },
 *     toBeGreaterThanOrEqual: (x) => { if (!(is >= x)) throw new Error(`${is}`); },
 *   }),
 * };
 * describeProcessor('gain', { create: () => gain(2) }, api);
 * for (const test of tests) await test();
 * console.log('all pass'); // all pass
 */
export const describeProcessor = (name: string, spec: ProcessorSpec, api?: TestApi): void => {
  const runner = testApi(api);
  const { describe, it, expect } = runner;
  const { create, sampleRate = 48_000, channelCount = 2, tolerance = 0 } = spec;
  const expectedLength = spec.expectedLength ?? ((n: number) => n);
  const signal = (length: number, pts = 0): AudioFrame =>
    noiseFrame(length, { sampleRate, channelCount, pts });
  const process = (frames: readonly AudioFrame[]): Promise<AudioFrame[]> =>
    collect(fromPull(() => frames).pipe(create()));

  describeStage(
    name,
    {
      create,
      inputs: () => splitFrame(signal(8192), [1024]),
      key: (frame: AudioFrame) => [
        frame.pts,
        frame.length,
        ...(frame.channels[0]?.slice(0, 8) ?? []),
      ],
    },
    runner,
  );
  describe(`${name} conforms as a processor`, () => {
    for (const n of [0, 1, 2, 479, 480, 481, 10_007]) {
      it(`puts out ${expectedLength(n)} samples for ${n}`, async () => {
        const frames = n === 0 ? [] : splitFrame(signal(n), [480]);
        expect(totalLength(await process(frames))).toBe(expectedLength(n));
      });
    }
    it('puts out the same for any split of the input', async () => {
      const whole = signal(3001);
      const reference = joinFrames(await process([whole]));
      for (const lengths of SPLITS) {
        const split = joinFrames(await process(splitFrame(whole, lengths)));
        expect(largestDifference(reference, split)).toBeLessThanOrEqual(tolerance);
      }
    });
    it('keeps pts continuous, from the pts of the first frame', async () => {
      for (const start of [0, 48_000, -480]) {
        const frames = await process(splitFrame(signal(5000, start), [441, 1024]));
        const rate = frames[0]?.sampleRate ?? sampleRate;
        expect(frames[0]?.pts).toBe(Math.round((start * rate) / sampleRate));
        for (const [index, frame] of frames.entries()) {
          const next = frames[index + 1];
          if (next) expect(next.pts).toBe(frame.pts + frame.length);
        }
      }
    });
    it('ignores empty frames', async () => {
      const frames = splitFrame(signal(2000), [500]);
      const empty = { ...signal(0), sampleRate: sampleRate / 2 };
      const withEmpty = [
        empty,
        ...frames.flatMap((frame) => [frame, { ...empty, pts: frame.pts }]),
      ];
      const difference = largestDifference(
        joinFrames(await process(frames)),
        joinFrames((await process(withEmpty)).filter((frame) => frame.length > 0)),
      );
      expect(difference).toBeLessThanOrEqual(tolerance);
    });
    it('leaves its input untouched', async () => {
      const frame = signal(1000);
      const before = frame.channels.map((plane) => plane.slice());
      await process([frame]);
      expect(largestDifference(before, frame.channels)).toBe(0);
    });
    for (const { name: poison, frames, code } of spec.poisoned ?? []) {
      it(`fails with ${code} on ${poison}`, async () => {
        const error = await process(frames).catch((failure: unknown) => failure);
        expect(isAudioFlowError(error) && error.code).toBe(code);
      });
    }
  });
};

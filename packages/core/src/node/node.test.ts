import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { of } from 'rxjs';
import { rechunk } from '../flow/index.js';
import { transform, transformAsync } from '../operator/index.js';
import type { AudioFrame } from '../signal/index.js';
import {
  describeProcessor,
  describeStage,
  joinFrames,
  noiseFrame,
  splitFrame,
} from '../testing/index.js';
import { fromNode } from './from-node.js';
import { AGAIN, EOF, type PushPullNode } from './node.types.js';
import { toNode } from './to-node.js';

const pushAll = (
  node: PushPullNode<AudioFrame, AudioFrame>,
  frames: readonly AudioFrame[],
): AudioFrame[] => {
  const outputs: AudioFrame[] = [];
  for (const frame of [...frames, null]) {
    while (node.push(frame) === AGAIN) {
      const output = node.pull();
      if (output !== AGAIN && output !== EOF) outputs.push(output);
    }
  }
  for (let output = node.pull(); output !== EOF; output = node.pull()) {
    if (output !== AGAIN) outputs.push(output);
  }
  return outputs;
};

describeStage('fromNode', {
  create: () =>
    fromNode(() => toNode(transform<number, number>(() => ({ next: (n, emit) => void emit(n) })))),
  inputs: () => [1, 2, 3, 4],
});
describeProcessor('fromNode of toNode', { create: () => fromNode(() => toNode(rechunk(333))) });

describe('toNode', () => {
  it('answers AGAIN to push while output waits, and has not taken the buffer', () => {
    const node = toNode(rechunk(10));
    expect(node.push(noiseFrame(25))).toBeUndefined();
    expect(node.push(noiseFrame(25, { pts: 25 }))).toBe(AGAIN);
    expect(joinFrames(pushAll(node, [noiseFrame(25, { pts: 25 })])).at(0)?.length).toBe(50);
  });

  it('loses nothing for any chunking and any length of chunk', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 300 }),
        (cuts, length) => {
          const whole = noiseFrame(1000);
          const outputs = pushAll(toNode(rechunk(length)), splitFrame(whole, cuts));
          expect(joinFrames(outputs)).toEqual(joinFrames([whole]));
        },
      ),
      { seed: 7 },
    );
  });

  it('gives EOF after the flush, again and again, and refuses input until reset', () => {
    const node = toNode(rechunk(10));
    node.push(noiseFrame(4));
    node.push(null);
    expect(node.pull()).toMatchObject({ length: 4 });
    expect([node.pull(), node.pull()]).toEqual([EOF, EOF]);
    expect(() => node.push(noiseFrame(1))).toThrow(/reset/);
    expect(() => node.push(null)).toThrow(/reset/);
    node.reset();
    expect(node.pull()).toBe(AGAIN);
    expect(pushAll(node, [noiseFrame(15)]).map((frame) => frame.length)).toEqual([10, 5]);
  });

  it('ignores an empty frame, which locks no format', () => {
    const node = toNode(rechunk(10));
    node.push({ ...noiseFrame(0), sampleRate: 8000 });
    expect(node.pull()).toBe(AGAIN);
    expect(pushAll(node, [noiseFrame(10)])).toHaveLength(1);
  });

  it('throws the error of its operator from pull', () => {
    const node = toNode(
      transform<number, number>(() => ({
        next: () => {
          throw new Error('no');
        },
      })),
    );
    node.push(1);
    expect(() => node.pull()).toThrow('no');
  });

  it('works over an asynchronous operator: AGAIN until its output is there, AGAIN while it is full', async () => {
    const node = toNode(
      transformAsync<number, number>(
        () => ({
          next: async (n, emit) => {
            await new Promise((resolve) => setTimeout(resolve, 1));
            await emit(n);
          },
        }),
        { highWater: 0 },
      ),
    );
    const outputs: number[] = [];
    const inputs: (number | null)[] = [1, 2, 3, 4, null];
    for (let turn = 0; turn < 1000; turn += 1) {
      const [first] = inputs;
      if (first !== undefined && node.push(first) !== AGAIN) inputs.shift();
      const output = node.pull();
      if (output === EOF) break;
      if (output !== AGAIN) outputs.push(output);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    expect(outputs).toEqual([1, 2, 3, 4]);
  });
});

describe('fromNode', () => {
  it('says so when a node refuses a buffer although it has no output', () => {
    const stubborn: PushPullNode<number, number> = {
      push: () => AGAIN,
      pull: () => AGAIN,
      reset: () => {},
      close: () => {},
    };
    let caught: unknown;
    of(1)
      .pipe(fromNode(() => stubborn))
      .subscribe({
        error: (error: unknown) => {
          caught = error;
        },
      });
    expect(caught).toMatchObject({ code: 'invalid-state' });
  });
});

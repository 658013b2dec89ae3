import { Readable, Writable } from 'node:stream';
import type { AudioFrame } from '../signal/index.js';
import {
  describeProcessor,
  describeSink,
  describeSource,
  describeStage,
  noiseFrame,
  splitFrame,
} from '../testing/index.js';
import { boundedBuffer } from './bounded-buffer.js';
import { fromPull } from './from-pull.js';
import { fromReadable } from './from-readable.js';
import { jitterBuffer } from './jitter-buffer.js';
import { pace } from './pace.js';
import { rechunk } from './rechunk.js';
import { tapTo } from './tap-to.js';
import { throttleLatest } from './throttle-latest.js';
import { toWritable } from './to-writable.js';

const pause = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const frames = (count: number, length = 100): AudioFrame[] =>
  splitFrame(noiseFrame(count * length), [length]);

describeProcessor('rechunk', { create: () => rechunk(480) });
describeProcessor('rechunk, padded', {
  create: () => rechunk(480, { tail: 'pad' }),
  expectedLength: (n) => Math.ceil(n / 480) * 480,
});
describeStage('boundedBuffer', {
  create: () => boundedBuffer<number>({ items: 2, overflow: 'error' }),
  inputs: () => [1, 2],
});
describeStage('pace', { create: () => pace<AudioFrame>({ speed: 1e6 }), inputs: () => frames(6) });
describeStage('throttleLatest', {
  create: () => throttleLatest<number>(0),
  inputs: () => [1, 2, 3, 4],
  inFlight: 200 * 4,
  lossless: false,
});
describeStage('jitterBuffer', {
  create: () => jitterBuffer<AudioFrame>({ targetMs: 1 }),
  inputs: () => frames(4),
  inFlight: 200 * 4,
});
describeStage('tapTo', {
  create: () => (source) => tapTo<number>({ write: () => pause() })(source),
  inputs: () => [1, 2, 3, 4],
});
describeSource('fromPull over a generator', {
  create: () => fromPull(() => [1, 2, 3, 4, 5]),
  items: 5,
});
describeSource('fromPull over an async generator', {
  create: () =>
    fromPull(async function* (signal) {
      for (let n = 0; n < 8 && !signal.aborted; n += 1) {
        await pause();
        yield n;
      }
    }),
  items: 8,
});
describeSource('fromReadable over a Node stream', {
  create: () => fromReadable(Readable.from([1, 2, 3, 4, 5])),
  items: 5,
  repeatable: false,
});
describeSource('fromReadable over a Web stream', {
  create: () =>
    fromReadable(
      new ReadableStream<number>({
        start: (controller) => {
          for (const n of [1, 2, 3, 4, 5]) controller.enqueue(n);
          controller.close();
        },
      }),
    ),
  items: 5,
  repeatable: false,
});
describeSink('toWritable over a Node stream', {
  create: async () => {
    const chunks: string[] = [];
    const writable = new Writable({
      write: (chunk, _, done) => {
        chunks.push(String(chunk));
        setTimeout(done, 0);
      },
    });
    return {
      sink: toWritable(writable),
      received: async () => chunks,
      left: async () => writable.destroyed,
    };
  },
  items: () => ['a', 'b', 'c'],
  expected: ['a', 'b', 'c'],
  nothing: true,
});
describeSink('toWritable over a Web stream', {
  create: async () => {
    const chunks: string[] = [];
    let aborted = false;
    const writable = new WritableStream<string>({
      write: (chunk) => void chunks.push(chunk),
      abort: () => {
        aborted = true;
      },
    });
    return { sink: toWritable(writable), received: async () => chunks, left: async () => aborted };
  },
  items: () => ['a', 'b', 'c'],
  expected: ['a', 'b', 'c'],
  nothing: true,
});

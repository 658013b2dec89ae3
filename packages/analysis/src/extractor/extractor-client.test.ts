import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { noiseFrame, splitFrame } from '@audioflow/core/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AudioFeatureExtractor } from './audio-feature-extractor.js';
import type { ExtractedFrame } from './extractor.types.js';
import { createExtractorClient } from './extractor-client.js';
import { writeWorker } from './fixtures/worker-script.js';

const options = {
  fftSize: 512,
  hopLength: 200,
  features: { magnitudes: true, quantized: true, rms: true },
};
const whole = noiseFrame(16_000, { sampleRate: 16_000 });
const blocks = splitFrame(whole, [777]);
const inPlace = (): ExtractedFrame[] => {
  const extractor = new AudioFeatureExtractor(options);
  const frames: ExtractedFrame[] = [];
  extractor.push(whole, (frame) => void frames.push(frame));
  extractor.flush((frame) => void frames.push(frame));
  return frames;
};
/** Jest's realm has typed arrays of its own. */
const plain = (frames: readonly ExtractedFrame[]): unknown =>
  frames.map(({ pts, values }) => [pts, ...Object.values(values).map((view) => [...view])]);

describe('createExtractorClient with a worker thread', () => {
  let script: Awaited<ReturnType<typeof writeWorker>>;
  let worker: Worker;
  beforeAll(async () => {
    script = await writeWorker();
  });
  afterAll(() => script.remove());
  beforeEach(() => {
    worker = new Worker(script.path);
  });
  afterEach(async () => {
    await worker.terminate();
  });

  it('gives what the extractor gives in place, in order, with buffers that travel back', async () => {
    const frames: ExtractedFrame[] = [];
    const client = createExtractorClient(worker, options, (frame) => {
      frames.push(structuredClone(frame));
      client.recycle(frame);
    });
    for (const block of blocks) expect(await client.push(block)).toBe(true);
    await client.flush();
    expect(plain(frames)).toEqual(plain(inPlace()));
    expect([client.inFlight, client.dropped, client.layout.length]).toEqual([0, 0, 3]);
  });

  it('serves several at once, each for itself', async () => {
    const counts = [0, 0];
    const [one, two] = [0, 1].map((index) =>
      createExtractorClient(worker, { ...options, hopLength: 200 + 200 * index }, () => {
        counts[index] = (counts[index] ?? 0) + 1;
      }),
    );
    for (const block of blocks) await Promise.all([one?.push(block), two?.push(block)]);
    await one?.flush();
    one?.close();
    await two?.flush();
    expect(counts).toEqual([81, 41]);
  });

  it('holds the sender while too many blocks are in flight, and lets one wait', async () => {
    const client = createExtractorClient(worker, { ...options, maxInFlight: 2 }, () => undefined);
    let most = 0;
    for (const block of blocks) {
      await client.push(block);
      most = Math.max(most, client.inFlight);
    }
    expect(most).toBe(2);
    await client.flush();
    const pushed = blocks
      .slice(0, 4)
      .map((block) => client.push({ channels: block.channels, sampleRate: 16_000 }));
    const settled = await Promise.allSettled(pushed);
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
    ]);
    expect(settled[3]).toMatchObject({ reason: { code: 'limit-exceeded' } });
  });

  it('drops what finds no room, if told so, and counts it', async () => {
    const live = {
      ...options,
      maxInFlight: 2,
      whenFull: 'drop',
      onDiscontinuity: 'reset',
    } as const;
    const pts: number[] = [];
    const client = createExtractorClient(worker, live, (frame) => void pts.push(frame.pts));
    const sent = await Promise.all(blocks.map((block) => client.push(block)));
    expect(sent.slice(0, 4)).toEqual([true, true, false, false]);
    expect(client.dropped).toBe(sent.filter((ok) => !ok).length);
    await client.flush();
    expect(Math.max(...pts)).toBeLessThan(2000);
  });

  it('hands planes over when told so', async () => {
    const client = createExtractorClient(worker, options, () => undefined);
    const plane = new Float32Array(1000);
    await client.push({ channels: [plane, plane], sampleRate: 8000 }, { transfer: true });
    expect(plane.length).toBe(0);
    await client.flush();
  });

  it('carries errors across: code and text', async () => {
    const wrong = createExtractorClient(worker, { ...options, fftSize: 1 }, () => undefined);
    await expect(wrong.flush()).rejects.toMatchObject({
      code: 'invalid-option',
      message: expect.stringContaining('fftSize'),
    });
    const client = createExtractorClient(worker, options, () => undefined);
    await client.push({ channels: [new Float32Array(9)], sampleRate: 8000 });
    await client.push({ channels: [new Float32Array(9)], sampleRate: 16_000 });
    await expect(client.flush()).rejects.toMatchObject({ code: 'format-changed' });
    await expect(client.push(whole)).rejects.toMatchObject({ code: 'format-changed' });
    expect(() => createExtractorClient(worker, { maxInFlight: 0 }, () => undefined)).toThrow(
      'maxInFlight',
    );
  });

  it('ends by its signal, also what waits, and leaves the worker to others', async () => {
    const abort = new AbortController();
    const { signal } = abort;
    const client = createExtractorClient(
      worker,
      { ...options, signal, maxInFlight: 1 },
      () => undefined,
    );
    await client.push(whole);
    const waiting = [client.push({ channels: whole.channels }), client.flush()];
    abort.abort();
    for (const { status, ...rest } of await Promise.allSettled(waiting)) {
      expect([status, rest]).toMatchObject(['rejected', { reason: { code: 'aborted' } }]);
    }
    client.close();
    const late = createExtractorClient(worker, { ...options, signal }, () => undefined);
    await expect(late.push(whole)).rejects.toMatchObject({ code: 'aborted' });
    const other = createExtractorClient(worker, options, () => undefined);
    await other.push(whole);
    await other.flush();
    expect(worker.listenerCount('message')).toBe(1);
    other.close();
    expect(worker.listenerCount('message')).toBe(0);
  });

  it('says that the worker has ended', async () => {
    const client = createExtractorClient(worker, options, () => undefined);
    const flushed = client.flush();
    await worker.terminate();
    await expect(Promise.all([flushed, client.flush()])).rejects.toMatchObject({
      code: expect.stringMatching(/^io$/),
    });
    const missing = new Worker(`${script.path}.not`);
    const none = createExtractorClient(missing, options, () => undefined);
    await expect(none.flush()).rejects.toMatchObject({ code: 'io' });
    if (missing.threadId > 0) await once(missing, 'exit');
  });
});

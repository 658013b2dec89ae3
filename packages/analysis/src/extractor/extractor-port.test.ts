import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OnExtractedFrame } from './extractor.types.js';
import { createExtractorClient, type ExtractorClient } from './extractor-client.js';
import { serveExtractor } from './serve-extractor.js';

const options = { sampleRate: 8000, hopLength: 100, fftSize: 256, features: { peak: true } };
const block = { channels: [new Float32Array(1000)] };
const settled = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'fulfilled',
    (error: unknown) => error,
  );

describe('createExtractorClient over a MessageChannel', () => {
  let channel: MessageChannel;
  beforeEach(() => {
    channel = new MessageChannel();
    serveExtractor(channel.port2);
  });
  afterEach(() => channel.port1.close());
  const open = (onFrame: OnExtractedFrame, more: { maxInFlight?: number } = {}): ExtractorClient =>
    createExtractorClient(channel.port1, { ...options, ...more }, onFrame);

  it('takes frames that are given back twice, or have gone elsewhere since', async () => {
    let count = 0;
    const client = open((frame) => {
      count += 1;
      client.recycle(frame);
      client.recycle(frame);
      if (count % 2 === 0) structuredClone(frame.buffer, { transfer: [frame.buffer] });
    });
    for (let i = 0; i < 3; i++) {
      await client.push(block);
      await client.flush();
    }
    expect(count).toBe(33);
  });

  it('copies what lies in shared memory before its owner writes there again', async () => {
    for (const transfer of [false, true]) {
      const peaks: number[] = [];
      const client = open(({ values }) => void peaks.push(values.peak?.[0] ?? 0));
      const plane = new Float32Array(new SharedArrayBuffer(4000)).fill(0.5);
      const pushed = client.push({ channels: [plane] }, { transfer });
      plane.fill(0.25);
      await pushed;
      await client.flush();
      expect([Math.max(...peaks), plane[0]]).toEqual([0.5, 0.25]);
    }
  });

  it('sends of a part of a larger buffer no more than the part', async () => {
    const large = new Float32Array(5000);
    large[4100] = -1;
    const sizes: number[] = [];
    channel.port2.on('message', ({ block: sent }) => {
      if (sent) sizes.push(sent.channels[0].buffer.byteLength);
    });
    const peaks: number[] = [];
    const client = open(({ values }) => void peaks.push(values.peak?.[0] ?? 0));
    await client.push({ channels: [large.subarray(4000, 4400)] });
    await client.flush();
    expect([sizes, peaks, large.length]).toEqual([[1600], [0, 1, 0, 0, 0], 5000]);
  });

  it('ends with an error that onFrame throws, and calls it no more once closed', async () => {
    let count = 0;
    const throwing = open(
      () => {
        count += 1;
        throw new Error('of a page');
      },
      { maxInFlight: 1 },
    );
    await throwing.push(block);
    expect(await settled(throwing.push(block))).toMatchObject({
      code: 'invalid-state',
      message: expect.stringContaining('of a page'),
    });
    const closing = open(() => {
      count += 1;
      closing.close();
    });
    await closing.push(block);
    expect(await settled(closing.flush())).toMatchObject({ code: 'aborted' });
    expect(count).toBe(2);
  });

  it('says that the other end has gone', async () => {
    const client = open(() => undefined);
    await client.flush();
    const flushed = settled(client.flush());
    channel.port2.close();
    expect(await flushed).toMatchObject({ code: 'io' });
    expect(await settled(client.push(block))).toMatchObject({ code: 'io' });
  });

  it('leaves messages of others on the port alone', async () => {
    const client = open(() => undefined);
    for (const port of [channel.port1, channel.port2]) {
      for (const message of [null, 'hello', 7, {}]) port.postMessage(message);
    }
    await client.push(block);
    await client.flush();
    expect(client.inFlight).toBe(0);
  });

  it('refuses what are no planes, and goes on', async () => {
    const client = open(() => undefined);
    const wrong: unknown[] = [[1, 2]];
    const push = Reflect.apply(client.push, client, [{ channels: wrong }]);
    expect(await settled(push)).toMatchObject({ code: 'invalid-option' });
    const plane = new Float32Array(100);
    await client.push({ channels: [plane] }, { transfer: true });
    // Handed over before: nothing is left of it.
    await client.push({ channels: [plane] }, { transfer: true });
    await client.flush();
    expect(client.inFlight).toBe(0);
  });
});

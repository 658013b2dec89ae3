import { createFrame, fromFrames } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { from, map, NEVER, switchMap } from 'rxjs';
import { featureHandler } from './feature-handler.js';
import type { FeatureHandlerOptions } from './feature-handler.types.js';
import { FEATURE_MEDIA_TYPE } from './feature-recording.js';

const sampleRate = 8000;
const second = createFrame([Float32Array.from({ length: sampleRate }, (_, i) => Math.sin(i))], {
  sampleRate,
});
const request = (query = '', init: RequestInit = {}): Request =>
  new Request(`http://localhost/${query}`, { method: 'POST', body: Uint8Array.of(1), ...init });
const serve = (options: Partial<FeatureHandlerOptions> = {}) =>
  featureHandler({ decode: () => fromFrames([second]), maxRequests: 1, ...options });
/** Reads all of a body, and then goes on for ever. */
const endless: FeatureHandlerOptions['decode'] = (body) =>
  from(new Response(body).arrayBuffer()).pipe(switchMap(() => NEVER));

const read = async (answer: Response): Promise<Uint8Array[]> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of answer.body ?? []) pieces.push(piece);
  return pieces;
};

describe('featureHandler', () => {
  it.each([
    'application/json',
    FEATURE_MEDIA_TYPE,
  ])('writes %s in pieces, none much larger than 64 KiB, as they are read', async (accept) => {
    const query = '?features=magnitudes,quantized,peak&hopLength=16&fftSize=512';
    const answer = await serve()(request(query, { headers: { accept } }));
    const pieces = await read(answer);
    const sizes = pieces.map(({ length }) => length);
    expect(pieces.length).toBeGreaterThan(10);
    expect(Math.max(...sizes)).toBeLessThan(65_536 + 8192);
    // The first of the bytes is the header alone.
    expect(Math.min(...sizes.slice(1, -1))).toBeGreaterThanOrEqual(65_536);
  });

  it('writes JSON as JSON.stringify does', async () => {
    const answer = await serve()(request('?features=rms,peak&hopLength=800'));
    const text = await answer.text();
    const { features, ...rest } = JSON.parse(text);
    expect(JSON.stringify({ ...rest, features })).toBe(text);
    expect(rest).toEqual({
      sampleRate: 8000,
      hopLength: 800,
      frameCount: 11,
      pts: Array.from({ length: 11 }, (_, k) => 800 * k),
    });
    expect(features).toEqual({ rms: expect.anything(), peak: expect.anything() });
    expect(features.rms).toHaveLength(11);
    expect(features.rms[5]).toEqual([expect.closeTo(Math.SQRT1_2, 2)]);
  });

  it('keeps a place until its answer has been read, or is not wanted any more', async () => {
    const handle = serve();
    const statusOf = async (): Promise<number> => {
      const answer = await handle(request());
      await read(answer);
      return answer.status;
    };
    const unread = await handle(request());
    expect(await statusOf()).toBe(503);
    await unread.body?.cancel();
    expect(await statusOf()).toBe(200);
    const client = new AbortController();
    const left = await handle(request('', { signal: client.signal }));
    expect(await statusOf()).toBe(503);
    client.abort(new Error('gone'));
    await expect(read(left)).rejects.toThrow('gone');
    expect(await statusOf()).toBe(200);
  });

  it('tells a slow decoder (503) from a slow client (408), and ends the decoder', async () => {
    const signals: AbortSignal[] = [];
    const decode: FeatureHandlerOptions['decode'] = (body, how) => {
      signals.push(how.signal);
      return endless(body, how);
    };
    const handle = serve({ decode, timeoutMs: 30 });
    const slow = await handle(request());
    expect([slow.status, slow.headers.get('x-audioflow-code')]).toEqual([503, 'timeout']);
    expect(await slow.text()).toContain('expected to answer within 30 ms: send less audio');
    const silent = new ReadableStream<Uint8Array>({});
    const stalled = await handle(
      new Request('http://localhost/', {
        method: 'POST',
        body: silent,
        ...{ duplex: 'half' },
      }),
    );
    expect(stalled.status).toBe(408);
    expect(await stalled.text()).toContain('within 30 ms: send it faster, or less');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  });

  it('breaks off an answer that is not read in time', async () => {
    const answer = await serve({ timeoutMs: 500 })(request('?features=rms'));
    expect(answer.status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 520));
    await expect(read(answer)).rejects.toMatchObject({ code: 'timeout' });
  });

  it('hears that a client has gone while it measures one long frame', async () => {
    const client = new AbortController();
    const long = createFrame([new Float32Array(600 * sampleRate)], { sampleRate });
    const handle = serve({
      decode: () =>
        from([long]).pipe(
          map((frame) => {
            setTimeout(() => client.abort(), 0);
            return frame;
          }),
        ),
      maxFeatureBytes: 2 ** 40,
    });
    const query = '?features=peak,rms&fftSize=4096&hopLength=64';
    const { status } = await handle(request(query, { signal: client.signal }));
    expect(status).toBe(499);
  });

  it('measures no longer than it may', async () => {
    const answer = await serve({ maxComputeMs: 0.01 })(request('?hopLength=16'));
    expect([answer.status, answer.headers.get('x-audioflow-code')]).toEqual([
      413,
      'limit-exceeded',
    ]);
    expect(await answer.text()).toContain('at most 0.01 ms of computing');
  });

  it.each([
    { maxComputeMs: 0 },
    { timeoutMs: 0 },
    { timeoutMs: 2 ** 31 },
  ])('refuses %j', (wrong) => {
    expect(() => serve(wrong)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
  });
});

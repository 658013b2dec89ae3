import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeFeatures, FEATURE_MEDIA_TYPE } from '@audioflow/analysis/extractor';
import { run, sine } from '@audioflow/core';
import { writeAudio } from '@audioflow/io';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type FeatureService, type ServiceOptions, startService } from './feature-service.js';

let folder: string;
let service: FeatureService;
const sounds: Record<string, Uint8Array<ArrayBuffer>> = {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audioflow-features-'));
  for (const name of ['tone.wav', 'tone.mp3', 'tone.flac']) {
    const path = join(folder, name);
    await run(
      sine({ frequency: 1000, amplitude: 0.5, duration: 1, sampleRate: 44_100 }),
      writeAudio(path),
    );
    sounds[name] = new Uint8Array(await readFile(path));
  }
  service = await startService({
    maxBytes: 1_000_000,
    maxSeconds: 2,
    maxFeatureBytes: 400_000,
    maxRequests: 2,
  });
});
afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const post = (
  body: BodyInit,
  {
    query = '',
    ...init
  }: { query?: string; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Response> =>
  fetch(`http://127.0.0.1:${service.port}/${query}`, {
    method: 'POST',
    body,
    ...init,
    ...(body instanceof ReadableStream ? { duplex: 'half' } : {}),
  });

describe('feature service', () => {
  it.each(['tone.wav', 'tone.mp3', 'tone.flac'])('measures %s', async (name) => {
    const answer = await post(sounds[name] ?? '', {
      query: '?features=rms,bars,quantized&hopLength=441',
    });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
    const { sampleRate, hopLength, pts, features, frameCount } = await answer.json();
    expect([sampleRate, hopLength, frameCount]).toEqual([44_100, 441, 100]);
    expect(pts).toEqual(Array.from({ length: 100 }, (_, k) => 441 * k));
    expect(features.rms[50][0]).toBeCloseTo(0.5 / Math.SQRT2, 1);
    expect(features.bars[50].indexOf(Math.max(...features.bars[50].slice(0, 32)))).toBe(18);
    const loudest = features.quantized[50].indexOf(Math.max(...features.quantized[50]));
    expect(Math.round((loudest * 44_100) / 2048 / 100)).toBe(10);
  });

  it('gives the same as bytes', async () => {
    const query = '?features=rms,quantized&barCount=4';
    const body = sounds['tone.wav'] ?? '';
    const json = await (await post(body, { query })).json();
    const answer = await post(body, { query, headers: { accept: FEATURE_MEDIA_TYPE } });
    expect(answer.headers.get('content-type')).toBe(FEATURE_MEDIA_TYPE);
    const { frames, layout, hopLength } = decodeFeatures(
      new Uint8Array(await answer.arrayBuffer()),
    );
    expect(hopLength).toBe(735);
    expect(layout.map(({ name, size }) => `${name} ${size}`)).toEqual([
      'quantized 1025',
      'bars 7',
      'rms 1',
    ]);
    expect(frames.map(({ pts }) => pts)).toEqual(json.pts);
    expect(frames.map(({ values }) => [...(values.quantized ?? [])])).toEqual(
      json.features.quantized,
    );
    expect(frames[30]?.values.rms?.[0]).toBeCloseTo(json.features.rms[30][0], 6);
  });

  it.each([
    ['?features=loudness', 400, 'features: expected of magnitudes'],
    ['?fftSize=many', 400, 'fftSize: expected a number, got "many"'],
    ['?fftSize=1', 400, 'fftSize'],
    ['?colour=red', 400, 'expected of the query only features'],
    ['?channel=7', 400, 'expected a channel below 1'],
    ['?hopLength=16', 413, 'bytes of features'],
  ])('refuses %s with %d', async (query, status, words) => {
    const answer = await post(sounds['tone.wav'] ?? '', { query });
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringContaining(words)]);
  });

  it('refuses what is no audio, or broken, in plain words', async () => {
    const noise = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) >> 3);
    const garbage = await post(noise);
    expect([415, 422]).toContain(garbage.status);
    expect(await garbage.text()).toMatch(/^\S.*\n$/);
    expect((await post('text')).status).toBe(415);
    expect((await post(new FormData())).status).toBe(415);
    const cutOff = await post((sounds['tone.flac'] ?? new Uint8Array()).slice(0, 30));
    expect([415, 422]).toContain(cutOff.status);
    expect((await fetch(`http://127.0.0.1:${service.port}/`)).status).toBe(405);
    const image = await post(sounds['tone.wav'] ?? '', { headers: { accept: 'image/png' } });
    expect(image.status).toBe(406);
  });

  it('refuses what is too large, announced or not, and too long', async () => {
    const large = new Uint8Array(1_000_001);
    large.set(sounds['tone.wav'] ?? []);
    expect((await post(large)).status).toBe(413);
    const flowing = new ReadableStream({
      start: (controller) => {
        for (let at = 0; at < large.length; at += 50_000)
          controller.enqueue(large.slice(at, at + 50_000));
        controller.close();
      },
    });
    const announcedNothing = await post(flowing);
    expect([announcedNothing.status, await announcedNothing.text()]).toEqual([
      413,
      expect.stringContaining('1000000 bytes'),
    ]);
    const path = join(folder, 'long.wav');
    await run(sine({ duration: 3, sampleRate: 8000 }), writeAudio(path));
    const long = await post(new Uint8Array(await readFile(path)), { query: '?features=rms' });
    expect([long.status, await long.text()]).toEqual([413, expect.stringContaining('at most 2 s')]);
  });

  it('lets go of a client that has gone, and answers the next', async () => {
    for (let i = 0; i < 5; i++) {
      const socket = connect(service.port, '127.0.0.1');
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n');
      socket.write((sounds['tone.wav'] ?? new Uint8Array()).slice(0, 20_000));
      await sleep(60);
      socket.destroy();
      await sleep(60);
    }
    // Two requests at most: were those that went still counted, this would be 503.
    const answers = await Promise.all(
      [1, 2].map(() => post(sounds['tone.mp3'] ?? '', { query: '?features=rms' })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('answers requests that are none, and bodies of nothing', async () => {
    for (const line of ['POST // HTTP/1.1', 'TRACE / HTTP/1.1']) {
      const socket = connect(service.port, '127.0.0.1');
      socket.write(`${line}\r\nHost: x\r\nContent-Length: 0\r\n\r\n`);
      const [bytes] = await once(socket, 'data');
      expect(String(bytes)).toMatch(/^HTTP\/1.1 400 /);
      socket.destroy();
    }
    const nothing = await post(new Uint8Array(0));
    expect([400, 415, 422]).toContain(nothing.status);
    expect(await nothing.text()).toMatch(/^\S.*\n$/);
  });

  it('answers more than it takes at once with 503', async () => {
    const held = [1, 2].map(() => connect(service.port, '127.0.0.1'));
    for (const socket of held)
      socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nRIFF');
    await sleep(100);
    const answer = await post(sounds['tone.wav'] ?? '');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    for (const socket of held) socket.destroy();
  });
});

describe('feature service, against time', () => {
  const services: FeatureService[] = [];
  const serve = async (limits: ServiceOptions): Promise<FeatureService> => {
    const made = await startService({ maxRequests: 1, ...limits });
    services.push(made);
    return made;
  };
  afterEach(async () => {
    await Promise.all(services.splice(0).map((one) => one.close()));
  });
  const head = 'POST /?features=magnitudes&hopLength=22 HTTP/1.1\r\nHost: x\r\nContent-Length: ';
  /** A request by hand, of which so many bytes are sent. */
  const begin = (port: number, count: number): Socket => {
    const body = sounds['tone.wav'] ?? new Uint8Array();
    const socket = connect(port, '127.0.0.1');
    socket.write(`${head}${body.length}\r\n\r\n`);
    socket.write(body.subarray(0, count));
    socket.on('error', () => undefined);
    return socket;
  };
  /** The only place is free again. */
  const isFree = async (port: number): Promise<boolean> => {
    const answer = await fetch(`http://127.0.0.1:${port}/?features=rms`, {
      method: 'POST',
      body: sounds['tone.wav'] ?? '',
    });
    await answer.arrayBuffer();
    return answer.status === 200;
  };
  const whenFree = async (port: number): Promise<void> => {
    for (let i = 0; i < 200 && !(await isFree(port)); i++) await sleep(20);
    expect(await isFree(port)).toBe(true);
  };

  it('ends a request whose audio does not come: 408, and the connection with it', async () => {
    const { port } = await serve({ timeoutMs: 1200 });
    const socket = begin(port, 20_000);
    const [bytes] = await once(socket, 'data');
    expect(String(bytes)).toMatch(/^HTTP\/1.1 408 [\s\S]*x-audioflow-code: timeout/i);
    await once(socket, 'close');
    await whenFree(port);
  });

  it('measures no longer than it may: 413', async () => {
    const { port } = await serve({ maxComputeMs: 3 });
    const ask = (query: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/${query}`, {
        method: 'POST',
        body: sounds['tone.wav'] ?? '',
      });
    // Some two thousand transforms of 65 536 samples.
    const answer = await ask('?features=percentileLevel&fftSize=65536&hopLength=16');
    expect([answer.status, answer.headers.get('x-audioflow-code')]).toEqual([
      413,
      'limit-exceeded',
    ]);
    expect(await answer.text()).toContain('at most 3 ms of computing: send less audio');
    await whenFree(port);
  });

  it('writes a long answer as it is read, and lets go of a reader that leaves or stands still', async () => {
    const { port } = await serve({ timeoutMs: 2000 });
    const count = sounds['tone.wav']?.length ?? 0;
    const leaver = begin(port, count);
    const [first] = await once(leaver, 'data');
    expect(String(first)).toMatch(/^HTTP\/1.1 200 [\s\S]*transfer-encoding: chunked/i);
    leaver.pause();
    await sleep(100);
    // It is being answered still.
    expect(await isFree(port)).toBe(false);
    leaver.destroy();
    await whenFree(port);
    const idler = begin(port, count);
    await once(idler, 'data');
    idler.pause();
    await whenFree(port);
    // What was on its way comes, and then the end: no last chunk, so nobody takes it for the whole.
    const rest: Buffer[] = [];
    idler.on('data', (part: Buffer) => rest.push(part)).resume();
    await once(idler, 'close');
    expect(Buffer.concat(rest).subarray(-7).toString()).not.toContain('0\r\n\r\n');
  });

  it('gives a long answer whole, in both forms', async () => {
    const { port } = await serve({});
    const ask = (accept: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}/?features=magnitudes,peak&hopLength=100`, {
        method: 'POST',
        headers: { accept },
        body: sounds['tone.wav'] ?? '',
      });
    const json = await (await ask('application/json')).json();
    expect([json.frameCount, json.pts.length, json.features.peak.length]).toEqual([442, 442, 442]);
    expect(json.features.magnitudes[441]).toHaveLength(1025);
    const answer = await ask(FEATURE_MEDIA_TYPE);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(answer.headers.get('content-length')).toBe(String(bytes.length));
    const { frames } = decodeFeatures(bytes);
    for (const [index, { pts, values }] of frames.entries()) {
      expect(pts).toBe(json.pts[index]);
      expect(values.magnitudes?.[46]).toBeCloseTo(json.features.magnitudes[index][46], 3);
    }
  });
});

import { createReadStream, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { mp3 } from '@audioflow/codecs';
import { fromFrames, type PcmStream, run } from '@audioflow/core';
import { collect, joinFrames, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { concat, from, type Observable, of, take, throwError } from 'rxjs';
import { wavHeader } from '../container/index.js';
import { failure } from './fixtures/failure.js';
import { serveBytes } from './fixtures/serve-bytes.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { openAudio } from './open-audio.js';
import { readAudio } from './read-audio.js';
import { readPackets } from './read-packets.js';
import type { AudioSource } from './source/audio-source.types.js';
import { writeAudio } from './write-audio.js';

const at = tempFolder();
const SAMPLES = 30_000;
const noise = noiseFrame(SAMPLES, { channelCount: 2, sampleRate: 44_100 });
const samples = async (stream: PcmStream) => joinFrames(await collect(stream));
const chunked = (bytes: Uint8Array, size: number): Observable<Uint8Array> =>
  from(
    (function* () {
      for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
    })(),
  );

beforeAll(async () => {
  for (const name of ['a.wav', 'a.mp3', 'a.aac']) {
    await run(fromFrames(splitFrame(noise, [4096])), writeAudio(at(name)));
  }
});

describe.each(['a.wav', 'a.mp3', 'a.aac'])('%s', (name) => {
  const sources: Readonly<Record<string, () => AudioSource>> = {
    'a file URL': () => pathToFileURL(at(name)),
    'a file URL as text': () => pathToFileURL(at(name)).href,
    bytes: () => readFileSync(at(name)),
    'an ArrayBuffer': () => new Uint8Array(readFileSync(at(name))).buffer,
    'a Blob': () => new Blob([readFileSync(at(name))]),
    'a Node stream': () => createReadStream(at(name), { highWaterMark: 777 }),
    'a Web stream': () => new Blob([readFileSync(at(name))]).stream(),
    'a ByteStream in single bytes': () => chunked(readFileSync(at(name)), 1),
    'a ByteStream in one piece': () => of(readFileSync(at(name))),
  };

  it.each(Object.keys(sources))('gives the samples of the file from %s', async (kind) => {
    const expected = await samples(readAudio(at(name)));
    expect(expected[0]).toHaveLength(SAMPLES);
    expect(await samples(readAudio(sources[kind]?.() ?? ''))).toEqual(expected);
  });
});

describe('a stream of bytes', () => {
  it('can be read once, and says so', async () => {
    const { info, pcm } = await openAudio(createReadStream(at('a.wav')));
    expect(info).toMatchObject({ container: 'wav', sampleRate: 44_100, totalSamples: SAMPLES });
    expect((await samples(pcm))[0]).toHaveLength(SAMPLES);
    expect(await failure(() => collect(pcm))).toMatch(/^invalid-state: .*read once/);
  });

  it('is let go of when it is not read', async () => {
    for (const end of ['close', 'signal'] as const) {
      const stream = createReadStream(at('a.wav'), { highWaterMark: 1000 });
      const controller = new AbortController();
      const file = await openAudio(stream, { signal: controller.signal });
      if (end === 'close') await file.close();
      else controller.abort();
      await sleep(1);
      expect(stream.destroyed).toBe(true);
    }
  });

  it('is let go of by who leaves, or has left, before the first byte', async () => {
    const readables = Array.from({ length: 3 }, () => new Readable({ read: () => {} }));
    const [left, leftSoon, aborted] = readables;
    const cancelled: string[] = [];
    const web = new ReadableStream<Uint8Array>({ cancel: () => void cancelled.push('web') });
    for (const source of [left ?? web, web]) readAudio(source).subscribe().unsubscribe();
    const soon = readAudio(leftSoon ?? web).subscribe();
    await Promise.resolve();
    soon.unsubscribe();
    const signal = AbortSignal.abort();
    expect(
      await failure(() => run(readAudio(aborted ?? web, { signal }), { write: () => {} })),
    ).toMatch(/^aborted: /);
    await sleep(20);
    expect([readables.map(({ destroyed }) => destroyed), cancelled]).toEqual([
      [true, true, true],
      ['web'],
    ]);
  });

  it('is told from its first bytes, while more are to come', async () => {
    for (const name of ['a.wav', 'a.mp3', 'a.aac']) {
      const live = new Readable({ read: () => {} });
      live.push(readFileSync(at(name)).subarray(0, 6000));
      // The stream does not end: who waits for 64 KiB waits for ever.
      const [frame] = await collect(readAudio(live, { frameLength: 256 }).pipe(take(1)));
      expect(frame?.length).toBe(256);
    }
  });

  it('passes on its error, and refuses what is no bytes', async () => {
    const broken = concat(
      of(readFileSync(at('a.mp3')).subarray(0, 20_000)),
      throwError(() => new Error('the line is cut')),
    );
    expect(await failure(() => collect(readAudio(broken)))).toMatch(/the line is cut/);
    const text: AsyncIterable<Uint8Array> = Object(Readable.from(['words', 'words']));
    expect(await failure(() => collect(readAudio(text)))).toMatch(/^invalid-option: .*Uint8Array/);
    expect(await failure(() => collect(readAudio(of(new Uint8Array()))))).toMatch(
      /^malformed-data: .*given stream.*empty/,
    );
  });

  it('gives packets', async () => {
    const expected = await collect(readPackets(at('a.mp3'), mp3), false);
    expect(await collect(readPackets(createReadStream(at('a.mp3')), mp3), false)).toEqual(expected);
    expect(await collect(readPackets(readFileSync(at('a.mp3'))), false)).toEqual(expected);
    expect(await failure(() => collect(readPackets(at('a.wav'))))).toMatch(/^unsupported: /);
  });
});

describe('sources that are none', () => {
  it.each([
    7,
    null,
    '',
    'http://',
    new URL('ftp://host/a.wav'),
    {},
  ])('are refused at once: %p', async (source) => {
    expect(await failure(async () => Reflect.apply(readAudio, undefined, [source]))).toMatch(
      /^invalid-option: readAudio: expected a path, a URL/,
    );
  });
});

describe('an address', () => {
  it('is read, again for each subscription, and named without its secrets', async () => {
    const logins: unknown[] = [];
    const { url, stop } = await serveBytes((request, response) => {
      logins.push(request.headers.authorization);
      if (request.url?.startsWith('/a.wav') === true) createReadStream(at('a.wav')).pipe(response);
      else response.writeHead(404).end('no');
    });
    expect((await samples(readAudio(url('a.wav'))))[0]).toHaveLength(SAMPLES);
    const { pcm, info } = await openAudio(new URL(url('a.wav')));
    expect(info.codec).toBe('pcm');
    expect((await samples(pcm))[0]).toHaveLength(SAMPLES);
    expect((await samples(pcm))[0]).toHaveLength(SAMPLES);
    const missing = await failure(() => collect(readAudio(url('none.ogg'))));
    expect(missing).toMatch(/^io: .*127\.0\.0\.1:\d+\/none\.ogg.*status 404/);
    stop();
    const silent = await failure(() => collect(readAudio(url('a.wav'))));
    expect(silent).toMatch(/^io: .*got no answer/);
    expect(missing + silent).not.toMatch(/secret/);
    expect(logins).toEqual(new Array(5).fill(`Basic ${btoa('name:secret')}`));
  });

  it('is held by a slow reader', async () => {
    let sent = 0;
    const { url, stop } = await serveBytes((_, response) => {
      response.write(wavHeader({ sampleType: 's16', sampleRate: 48_000, channelCount: 2 }));
      const push = (): void => {
        while (response.write(Buffer.alloc(65_536))) sent += 65_536;
        response.once('drain', push);
      };
      push();
    });
    let frames = 0;
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const controller = new AbortController();
    const write = (): Promise<void> => {
      frames++;
      return released;
    };
    const stuck = run(readAudio(url('endless.wav')), { write }, { signal: controller.signal });
    for (let before = -1; frames === 0 || before !== sent; await sleep(300)) before = sent;
    // The buffers of the kernel and of fetch, no more.
    expect([frames, sent < 20_000_000]).toEqual([1, true]);
    controller.abort();
    release();
    expect(await failure(() => stuck)).toMatch(/^aborted/);
    stop();
  });
});

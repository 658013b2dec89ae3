import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PcmStream, run } from '@audioflow/core';
import { collect, joinFrames } from '@audioflow/core/testing';
import { afterEach, expect, it } from '@jest/globals';
import { concat, of, take, throwError } from 'rxjs';
import { until } from '../broadcast/fixtures/until.js';
import { describeWithFfmpeg, ffmpeg } from '../container/fixtures/ffmpeg.js';
import { childProcesses, spoolFolders } from './fixtures/child-processes.js';
import { failure } from './fixtures/failure.js';
import { runScript } from './fixtures/run-script.js';
import { serveBytes } from './fixtures/serve-bytes.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { openAudio } from './open-audio.js';
import { readAudio } from './read-audio.js';
import { readPackets } from './read-packets.js';

const at = tempFolder();
const samples = async (stream: PcmStream) => joinFrames(await collect(stream));

/** Streams that FFmpeg demuxes in a child, as they come. */
describeWithFfmpeg('a stream of bytes that FFmpeg demuxes', () => {
  const make = (name: string, args: readonly string[], rate = 44_100, seconds = 1.5): string => {
    const tone = `anoisesrc=r=${rate}:d=${seconds}:a=0.2:s=1`;
    if (!existsSync(at(name))) {
      ffmpeg(['-f', 'lavfi', '-i', tone, '-ac', '2', ...args, '-y', at(name)]);
    }
    return at(name);
  };
  // Of other test files too: a bundler stays for some time.
  const others = new Set(childProcesses());
  const children = (): number[] => childProcesses().filter((pid) => !others.has(pid));
  const before = { folders: spoolFolders().length };
  const ogg = ['-c:a', 'libvorbis', '-b:a', '160k', '-page_duration', '100000'];
  afterEach(async () => {
    await until('children to end', () => children().length === 0, 20_000);
    await until('temporary files to go', () => spoolFolders().length === before.folders, 20_000);
  });

  it.each([
    ['a.ogg', ogg, 44_100],
    ['a.flac', ['-c:a', 'flac'], 44_100],
    ['a.webm', ['-c:a', 'libopus'], 48_000],
    ['fast.m4a', ['-c:a', 'aac', '-movflags', 'faststart'], 44_100],
    ['a.ts', ['-c:a', 'aac'], 44_100],
    // Long enough for what looks like the frames of mp3 and of ADTS.
    ['a.mp2', ['-c:a', 'mp2', '-b:a', '384k'], 44_100],
    ['a.dts', ['-c:a', 'dca', '-strict', '-2'], 44_100],
    // With their index at the end: these are kept in a file.
    ['late.m4a', ['-c:a', 'aac'], 44_100],
    ['a.caf', ['-c:a', 'alac'], 44_100],
  ] as const)('gives the samples and packets of the file: %s', async (name, args, rate) => {
    const path = make(name, args, rate);
    const expected = await samples(readAudio(path));
    expect(expected[0]?.length).toBeGreaterThan(1.45 * rate);
    expect(await samples(readAudio(createReadStream(path, { highWaterMark: 5000 })))).toEqual(
      expected,
    );
    if (name === 'a.ogg' || name === 'late.m4a') {
      expect(await samples(readAudio(readFileSync(path)))).toEqual(expected);
      expect(await collect(readPackets(createReadStream(path)), false)).toEqual(
        await collect(readPackets(path), false),
      );
    }
  });

  it('is opened before it has come, and tells what it is', async () => {
    const bytes = readFileSync(make('a.ogg', ogg));
    const live = new Readable({ read: () => {} });
    live.push(bytes.subarray(0, (bytes.length * 2) / 3));
    const { info, pcm } = await openAudio(live);
    expect(info).toMatchObject({ container: 'ogg', codec: 'vorbis', sampleRate: 44_100 });
    expect(await collect(pcm.pipe(take(3)))).toHaveLength(3);
    expect(live.destroyed).toBe(true);
  });

  it('costs a child for every sixteen links of a chained Ogg stream', async () => {
    const one = make('link.ogg', [...ogg, '-metadata', 'title=Link'], 44_100, 0.2);
    const link = readFileSync(one);
    const bytes = Buffer.concat(Array.from({ length: 20 }, () => link));
    const seen = new Set<number>();
    const { pcm, metadata } = await openAudio(
      Readable.from([bytes.subarray(0, 9), bytes.subarray(9)]),
    );
    const titles: number[] = [];
    metadata.subscribe(({ pts }) => {
      titles.push(pts);
      for (const pid of children()) seen.add(pid);
    });
    const [single = new Float32Array()] = await samples(readAudio(one));
    const [plane] = await samples(pcm);
    expect(plane).toEqual(Float32Array.from(Array.from({ length: 20 }, () => [...single]).flat()));
    expect(titles).toEqual(Array.from({ length: 20 }, (_, i) => i * single.length));
    if (process.platform === 'linux') expect(seen.size).toBe(2);
  });

  it('ends a chain at a link that is no audio, and its child', async () => {
    const link = readFileSync(make('link.ogg', [...ogg, '-metadata', 'title=Link'], 44_100, 0.2));
    const bad = Buffer.from(link);
    // The codec's name in the first packet.
    bad.write('nothing', bad.indexOf('vorbis'), 'latin1');
    const text = await failure(() =>
      collect(readAudio(Readable.from([Buffer.concat([link, bad, link])]))),
    );
    expect(text).toMatch(/^(malformed-data|unsupported): /);
  });

  it('is let go of when it is not read', async () => {
    const file = await openAudio(createReadStream(make('a.flac', ['-c:a', 'flac'])));
    expect(children().length).toBe(1);
    await file.close();
  });

  it('keeps no program running that has nothing else to do', () => {
    const path = make('a.ogg', ogg);
    const script = new URL('./fixtures/idle-child.ts', import.meta.url);
    const { status, stdout, stderr } = runScript(script, [path], 20_000);
    expect([status, stdout.toString(), stderr.toString()]).toEqual([0, 'vorbis\n', '']);
  });

  it('holds the socket of a slow reader', async () => {
    // Enough to be no end within the test: the same second again and again.
    const bytes = readFileSync(make('a.ts', ['-c:a', 'aac']));
    let sent = 0;
    const { url, stop } = await serveBytes((_, response) => {
      const push = (): void => {
        while (response.write(Buffer.from(bytes))) sent += bytes.length;
        response.once('drain', push);
      };
      push();
    });
    let release = (): void => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let frames = 0;
    const write = (): Promise<void> => {
      frames++;
      return released;
    };
    const controller = new AbortController();
    const stuck = run(readAudio(url('a.ts')), { write }, { signal: controller.signal });
    for (let last = -1; frames === 0 || last !== sent; await sleep(400)) last = sent;
    expect([frames, sent < 20_000_000]).toEqual([1, true]);
    controller.abort();
    release();
    expect(await failure(() => stuck)).toMatch(/^aborted/);
    stop();
  });

  it('passes on what happens to the source and to the child', async () => {
    const bytes = readFileSync(make('a.ogg', ogg));
    const broken = concat(
      of(bytes.subarray(0, 8000)),
      throwError(() => new Error('line cut')),
    );
    expect(await failure(() => collect(readAudio(broken)))).toMatch(/line cut/);
    const live = new Readable({ read: () => {} });
    live.push(bytes.subarray(0, bytes.length >> 1));
    const killed = failure(() =>
      run(readAudio(live), {
        write: () => {
          for (const pid of children()) process.kill(pid, 'SIGKILL');
        },
      }),
    );
    expect(await killed).toMatch(/^io: .*the given stream.*SIGKILL/);
    const limits = { memoryMb: 20 };
    expect(await failure(() => collect(readAudio(of(bytes), { limits })))).toMatch(
      /^limit-exceeded: .*memoryMb/,
    );
    expect(await failure(() => collect(readAudio(of(Buffer.from('OggS'.repeat(99))))))).toMatch(
      /^malformed-data: the given stream/,
    );
  });

  it('keeps to the limit of the temporary file', async () => {
    // Longer than the buffer in which FFmpeg could seek.
    const path = make('long.m4a', ['-c:a', 'aac', '-b:a', '256k'], 44_100, 8);
    const read = (options: object) =>
      failure(() => collect(readAudio(createReadStream(path), options)));
    expect(await read({ spoolLimitBytes: 5000 })).toMatch(/^limit-exceeded: .*spoolLimitBytes/);
    expect(await read({ spool: false })).toMatch(/^malformed-data: .*spool/);
    const file = await openAudio(createReadStream(path));
    expect(spoolFolders().length).toBe(before.folders + 1);
    await file.close();
  });
});

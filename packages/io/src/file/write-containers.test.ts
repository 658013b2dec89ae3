import { createReadStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { aac, alac, alaw, flac, mp3, mulaw, opus, pcm, vorbis, wavpack } from '@audioflow/codecs';
import { createFrame, fromFrames, fromPull, type Packet, run, toWritable } from '@audioflow/core';
import { type AnyCodec, encode } from '@audioflow/core/codec';
import { align, collect, describeSink, joinFrames, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { concat, from, of, throwError } from 'rxjs';
import type { ContainerName } from '../container/index.js';
import { failure } from './fixtures/failure.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { voice } from './fixtures/voice.js';
import { muxPackets } from './mux-packets.js';
import { openAudio } from './open-audio.js';
import { readAudio } from './read-audio.js';
import { toBytes } from './to-bytes.js';
import { writeAudio } from './write-audio.js';
import { writePackets } from './write-packets.js';

const at = tempFolder();
const parts = (): string[] =>
  readdirSync(dirname(at('x'))).filter((name) => name.endsWith('.part'));
const LENGTH = 30_011;
/** On the grid of 16 bits: what is lossless gives it back exactly. */
const onGrid = (samples: number, channels = 2) => {
  const { channels: planes } = voice(samples, 48_000, channels);
  return createFrame(
    planes.map((plane) => plane.map((x) => Math.round(x * 32_767) / 32_768)),
    { sampleRate: 48_000 },
  );
};
const sound = onGrid(LENGTH);
const frames = () => fromFrames(splitFrame(sound, [4800]));
const packetsOf = (codec: AnyCodec): Promise<Packet[]> => collect(frames().pipe(encode(codec)));
const lossless: ReadonlySet<string> = new Set(['alac', 'flac', 'wavpack', 'pcm']);

const expectSame = async (path: string, codec: string, frame = sound): Promise<void> => {
  const planes = joinFrames(await collect(readAudio(path)));
  expect(planes.map(({ length }) => length)).toEqual(frame.channels.map(() => frame.length));
  for (const [channel, plane] of planes.entries()) {
    const original = frame.channels[channel] ?? new Float32Array();
    if (lossless.has(codec)) expect(plane.every((x, i) => x === original[i])).toBe(true);
    else if (frame.length > 10_000) expect(align(original, plane, 64).lag).toBe(0);
  }
};

const codecs: Readonly<Record<string, AnyCodec>> = {
  ...{ aac, alac, alaw, flac, mp3, mulaw, opus, pcm, vorbis, wavpack },
};
const codecOf = (id: string): AnyCodec => codecs[id] ?? pcm;
const streamed = [
  ['m4a', 'aac'],
  ['m4a', 'alac'],
  ['mp4', 'opus'],
  ['mp4', 'mp3'],
  ['ogg', 'vorbis'],
  ['opus', 'opus'],
  ['oga', 'flac'],
  ['flac', 'flac'],
  ['webm', 'opus'],
  ['webm', 'vorbis'],
  ['mka', 'aac'],
] as const;
const cases = [
  ...streamed,
  ['mp4', 'flac'],
  ['mka', 'opus'],
  ['mka', 'vorbis'],
  ['mka', 'flac'],
  ['mka', 'mp3'],
  ['mka', 'wavpack'],
  ['mka', 'alac'],
  ['mka', 'pcm'],
  ['caf', 'pcm'],
  ['caf', 'alac'],
  ['caf', 'mulaw'],
  ['caf', 'alaw'],
  ['aiff', 'pcm'],
  ['aiff', 'mulaw'],
  ['aiff', 'alaw'],
  ['wav', 'mulaw'],
  ['wav', 'alaw'],
  ['wv', 'wavpack'],
] as const;
const containers: Readonly<Record<string, ContainerName>> = {
  m4a: 'mp4',
  mp4: 'mp4',
  ogg: 'ogg',
  opus: 'ogg',
  oga: 'ogg',
  flac: 'flac',
  webm: 'webm',
  mka: 'matroska',
};

describe('writeAudio: containers', () => {
  it.each(
    cases,
  )('gives of a %s file of %s as many samples back, without lag', async (extension, id) => {
    const codec = codecOf(id);
    for (const length of [5000, LENGTH]) {
      const path = at(`${codec.id}-${length}.${extension}`);
      const frame = length === LENGTH ? sound : onGrid(length);
      await run(fromFrames(splitFrame(frame, [4800])), writeAudio(path, { codec }));
      await expectSame(path, codec.id, frame);
    }
  });

  it.each([
    ['m4a', 'opus'],
    ['m4a', 'mp3'],
    ['webm', 'opus'],
    ['mka', 'opus'],
    ['mka', 'mp3'],
    ['opus', 'opus'],
  ] as const)('gives sound within one packet back to the sample: %s of %s', async (extension, id) => {
    const codec = codecOf(id);
    for (const length of [1, 40, 312, 400]) {
      const path = at(`short-${id}.${extension}`);
      const frame = onGrid(length);
      const packets = await collect(of(frame).pipe(encode(codec)), false);
      await run(from(packets), writePackets(path));
      await expectSame(path, id, frame);
      if (length !== 40) continue;
      // The same of what flows, and of what was written in one go.
      expect(joinFrames(await collect(readAudio(createReadStream(path))))[0]).toHaveLength(length);
      const container = containers[extension] ?? 'raw';
      const chunks = await collect(from(packets).pipe(muxPackets({ container })), false);
      writeFileSync(path, Buffer.concat(chunks));
      await expectSame(path, id, frame);
    }
  });

  it('keeps six channels apart', async () => {
    const frame = onGrid(9000, 6);
    for (const [extension, codec] of [
      ['flac', flac],
      ['m4a', alac],
      ['caf', pcm],
      ['mka', wavpack],
    ] as const) {
      const path = at(`six.${extension}`);
      await run(of(frame), writeAudio<object>(path, { codec }));
      await expectSame(path, codec.id, frame);
    }
  });

  it('chooses a codec by the kind of file', async () => {
    const chosen = [];
    for (const extension of ['m4a', 'ogg', 'opus', 'flac', 'webm', 'mka', 'wv', 'aiff', 'caf']) {
      const path = at(`chosen.${extension}`);
      await run(frames(), writeAudio(path));
      chosen.push((await openAudio(path)).info.codec);
    }
    expect(chosen.join(' ')).toMatch(/^aac vorbis opus flac opus opus wavpack pcm\S* pcm\S*$/);
  });

  it('tells the length and checksum of a FLAC file in its head', async () => {
    const path = at('known.flac');
    await run(frames(), writeAudio(path, { encoder: { sampleType: 's16' } }));
    expect((await openAudio(path)).info.totalSamples).toBe(LENGTH);
    expect(
      readFileSync(path)
        .subarray(26, 42)
        .every((byte) => byte === 0),
    ).toBe(false);
  });

  it('puts the index of an MP4 file first, or last, or in pieces', async () => {
    const boxes = (path: string): string => {
      const bytes = readFileSync(path);
      const kinds: string[] = [];
      for (let i = 0; i + 8 <= bytes.length; i += Math.max(8, bytes.readUInt32BE(i))) {
        kinds.push(bytes.toString('latin1', i + 4, i + 8));
      }
      return kinds.filter((kind) => kind !== 'free').join(' ');
    };
    const packets = await packetsOf(aac);
    const write = async (mp4: 'faststart' | 'index-last' | 'fragmented'): Promise<string> => {
      const path = at(`${mp4}.m4a`);
      await run(from(packets), writePackets(path, { mp4 }));
      await expectSame(path, 'aac');
      return boxes(path);
    };
    expect(await write('faststart')).toBe('ftyp moov mdat');
    expect(await write('index-last')).toBe('ftyp mdat moov');
    expect(await write('fragmented')).toMatch(/^ftyp moov( sidx)?( moof mdat)+$/);
  });
});

describe('writePackets: targets', () => {
  it('makes the same file in memory as on disk', async () => {
    for (const [extension, codec] of [
      ['m4a', aac],
      ['flac', flac],
      ['aiff', mulaw],
      ['mp3', mp3],
    ] as const) {
      const packets = await packetsOf(codec);
      const path = at(`memory.${extension}`);
      const out = toBytes();
      const container = extension === 'm4a' ? 'mp4' : extension;
      await run(from(packets), writePackets(path));
      await run(from(packets), writePackets(out, { container }));
      expect(readFileSync(path).equals(out.bytes)).toBe(true);
    }
  });

  it.each(streamed)('streams %s of %s, to be read to the sample', async (extension, id) => {
    const chunks: Uint8Array[] = [];
    const packets = await packetsOf(codecOf(id));
    const container = containers[extension] ?? 'raw';
    const bytes = fromPull(() => packets).pipe(muxPackets({ container }));
    await run(bytes, { write: (chunk) => void chunks.push(chunk) });
    const path = at(`live-${id}.${extension}`);
    writeFileSync(path, Buffer.concat(chunks));
    expect(chunks.length).toBeGreaterThan(1);
    await expectSame(path, id);
  });

  it('takes a WritableStream', async () => {
    const chunks: Uint8Array[] = [];
    const stream = new WritableStream<Uint8Array>({ write: (chunk) => void chunks.push(chunk) });
    await run(frames(), writeAudio(toWritable(stream), { container: 'wav', rf64: false }));
    const whole = Buffer.concat(chunks);
    expect([whole.length, whole.readUInt32LE(40)]).toEqual([44 + LENGTH * 4, 0xffffffff]);
  });

  it('writes sizes past 4 GiB into the head of a wav file', async () => {
    let head = new Uint8Array();
    let size = 0;
    const sink = {
      write(bytes: Uint8Array) {
        if (size === 0) head = Uint8Array.from(bytes);
        size += bytes.length;
      },
      random: {
        patch: async (bytes: Uint8Array) => head.set(bytes),
        read: async () => new Uint8Array(),
      },
    };
    const data = new Uint8Array(1 << 24);
    const packet = { kind: 'packet', codec: 'pcm', sampleRate: 48_000, channelCount: 2 } as const;
    const packets = fromPull(function* () {
      for (let i = 0; i < 260; i++) yield { ...packet, data, pts: i << 22, duration: 1 << 22 };
    });
    await run(packets, writePackets(sink, { container: 'wav' }));
    const view = Buffer.from(head);
    const sizes = [20, 28, 36].map((place) => Number(view.readBigUInt64LE(place)));
    expect(view.toString('latin1', 0, 4)).toBe('RF64');
    expect(sizes).toEqual([size - 8, 260 * 2 ** 24, 260 * 2 ** 22]);
  });

  it('hands on to a sink how it ended, also before anything came', async () => {
    const ends: unknown[] = [];
    const sink = () => ({
      write: () => undefined,
      close: () => void ends.push('closed'),
      abort: (reason: unknown) => void ends.push(reason),
    });
    await run(frames(), writeAudio(sink(), { container: 'ogg' }));
    const broken = throwError(() => new Error('boom'));
    await failure(() => run(broken, writeAudio(sink(), { container: 'ogg' })));
    await failure(() => run(concat(frames(), broken), writeAudio(sink(), { container: 'webm' })));
    expect(ends.map((end) => (end instanceof Error ? end.message : end))).toEqual([
      'closed',
      'boom',
      'boom',
    ]);
  });

  it('bounds what is held in memory', async () => {
    const out = toBytes({ maxBytes: 10_000 });
    expect(await failure(() => run(frames(), writeAudio(out, { container: 'wav' })))).toMatch(
      /^limit-exceeded: .*10000/,
    );
    expect(await failure(() => out.bytes)).toMatch(/^invalid-state: .*aborted/);
  });

  describeSink('writeAudio in memory', {
    create: async () => {
      const out = toBytes();
      return {
        sink: writeAudio(out, { container: 'flac', onDiscontinuity: 'join' }),
        received: async () => out.bytes.length > 10_000,
        left: async () => (await failure(() => out.bytes)).split(':')[0],
      };
    },
    items: () => splitFrame(sound, [4800]),
    expected: true,
    nothing: 'invalid-state',
  });
});

describe('writePackets: refusals', () => {
  it('names what a container takes', async () => {
    const [first] = await packetsOf(vorbis);
    if (first === undefined) throw new Error('no packet');
    expect(await failure(() => run(of(first), writePackets(at('no.m4a'))))).toMatch(
      /^unsupported: .*mp4 takes packets of aac, .*flac, .*got vorbis/,
    );
    expect(existsSync(at('no.m4a'))).toBe(false);
    expect(await failure(() => writeAudio<object>(at('no.flac'), { codec: aac }))).toMatch(
      /^unsupported: .*flac takes packets of flac, got aac/,
    );
    const bare: Packet = { ...first, config: new Uint8Array() };
    const { config, ...none } = bare;
    expect(await failure(() => run(of(none), writePackets(at('no.ogg'))))).toMatch(
      /^malformed-data: vorbis: .*three headers/,
    );
    expect(config).toHaveLength(0);
  });

  it('of packets that are none, whatever the container', async () => {
    const [good] = await packetsOf(aac);
    if (good === undefined) throw new Error('no packet');
    const wrong: readonly Partial<Packet>[] = [
      { duration: Number.NaN },
      { duration: -1 },
      { pts: 0.5 },
      { trimEnd: -1 },
      { channelCount: 0 },
      { sampleRate: 0.5 },
      { data: new Uint8Array() },
    ];
    for (const extension of ['m4a', 'mka', 'aac']) {
      for (const each of wrong) {
        const packets = of(good, { ...good, ...each });
        const text = await failure(() => run(packets, writePackets(at(`wrong.${extension}`))));
        expect(text).toMatch(/^malformed-data: writePackets: bad packet: expected /);
      }
    }
    expect(parts()).toEqual([]);
  });

  it('of targets, tags and covers that do not fit', async () => {
    const sink = { write: () => undefined };
    expect(await failure(() => writePackets(sink))).toMatch(/^unsupported: .*option container/);
    expect(await failure(() => writePackets(sink, { container: 'caf' }))).toMatch(
      /^unsupported: .*toBytes/,
    );
    expect(await failure(() => writePackets(sink, { container: 'mp4', mp4: 'faststart' }))).toMatch(
      /^unsupported: .*faststart/,
    );
    const data = Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 48, 0, 64);
    const cover = { mimeType: 'image/jpeg', data } as const;
    expect(await failure(() => writePackets(at('c.webm'), { cover }))).toMatch(/^unsupported: /);
    const png = { mimeType: 'image/png', data } as const;
    expect(await failure(() => writePackets(at('c.mp3'), { cover: png }))).toMatch(
      /^invalid-option: .*cover/,
    );
    const fish = Object({ ...cover, kind: 'fish' });
    expect(await failure(() => writePackets(at('c.mp3'), { cover: fish }))).toMatch(
      /^invalid-option: .*cover.*kind/,
    );
    expect(await failure(() => writePackets(at('c.mp3'), { tags: { 'a=b': '' } }))).toMatch(
      /^invalid-option: .*tags/,
    );
    expect(await failure(() => writeAudio(at('a.m4a'), Object({ codec: 'aac' })))).toMatch(
      /^invalid-option: .*codec/,
    );
  });

  it('leaves nothing behind when it is aborted, whatever the container', async () => {
    for (const extension of ['m4a', 'ogg', 'flac', 'mka', 'aiff']) {
      const path = at(`aborted.${extension}`);
      const stop = new AbortController();
      const endless = fromPull(function* () {
        for (let i = 0; ; i++) {
          if (i === 30) stop.abort();
          yield { ...voice(4800, 48_000, 1), pts: i * 4800 };
        }
      });
      const text = await failure(() => run(endless, writeAudio(path), { signal: stop.signal }));
      expect([text.split(':')[0], existsSync(path), parts()]).toEqual(['aborted', false, []]);
    }
  });
});

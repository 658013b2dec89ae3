import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { opus, vorbis } from '@audioflow/codecs';
import { loadNativeLibrary, type NativeLibrary } from '@audioflow/codecs/engine';
import { noise, run } from '@audioflow/core';
import { type AudioCodec, encode } from '@audioflow/core/codec';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom, mutate } from '../../file/fixtures/mutate.js';
import { writePackets } from '../../file/index.js';
import { oggChecksum } from '../ogg/ogg-checksum.js';
import { CHECKSUM_AT, oggPageAt } from '../ogg/ogg-page.js';
import { openNativeInput } from './native-input.js';
import { nativePackets } from './native-packets.js';
import { describeNativeInput } from './native-stream-info.js';
import { oggRawReader } from './ogg-raw-reader.js';
import { createRawReader, type PausingReader, type RawReader } from './raw-reader.js';

const folder = mkdtempSync(join(tmpdir(), 'audioflow-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const codecs: Readonly<Record<string, AudioCodec<string, object, object>>> = { opus, vorbis };
let library: NativeLibrary;

beforeAll(async () => {
  library = await loadNativeLibrary();
  for (const [name, codec] of Object.entries(codecs)) {
    const tone = noise({ duration: 4, sampleRate: 48_000, seed: 1 });
    await run(tone.pipe(encode(codec)), writePackets(at(`good.${name}`), { container: 'ogg' }));
  }
});

const allOf = (reader: PausingReader): string[] => {
  const all: string[] = [];
  for (let raw = reader.next(); raw !== undefined; raw = reader.next()) {
    if (raw !== 'later')
      all.push(`${Buffer.from(raw.data).toString('base64')} ${raw.config?.length}`);
  }
  return all;
};

interface Reading {
  readonly packets: readonly string[];
  /** How many of them FFmpeg was asked for. */
  readonly asked: number;
}

/** All packets of a file, by ourselves as far as that goes, or by FFmpeg. */
const read = (path: string, by: 'us' | 'ffmpeg', meanwhile?: () => void): Reading | string => {
  let input: ReturnType<typeof openNativeInput>;
  try {
    input = openNativeInput(library, { path });
  } catch (error) {
    return String(error);
  }
  let asked = 0;
  try {
    const info = describeNativeInput(library, input).stream;
    const native = createRawReader(library, input);
    const counted: RawReader = {
      next: () => {
        asked++;
        return native.next();
      },
      free: native.free,
    };
    const reader = by === 'us' ? oggRawReader(counted, input.file, info) : undefined;
    meanwhile?.();
    const packets = allOf(reader ?? counted);
    native.free();
    return { packets, asked };
  } catch (error) {
    return String(error);
  } finally {
    input.close();
  }
};

const packetsOf = (reading: Reading | string): readonly string[] | string =>
  typeof reading === 'string' ? reading : reading.packets;

/** The pages of a file. */
const pagesOf = (bytes: Uint8Array): Uint8Array[] => {
  const pages: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const page = oggPageAt(bytes, from);
    if (typeof page !== 'object') break;
    pages.push(bytes.slice(from, from + page.bytes));
    from += page.bytes;
  }
  return pages;
};

/** A page with other bytes, whose checksum is right. */
const rewritten = (page: Uint8Array, change: (page: Uint8Array) => void): Uint8Array => {
  const made = Uint8Array.from(page);
  change(made);
  made.fill(0, CHECKSUM_AT, CHECKSUM_AT + 4);
  new DataView(made.buffer).setUint32(CHECKSUM_AT, oggChecksum(made, 0, made.length), true);
  return made;
};

describe.each(Object.keys(codecs))('the packets of an Ogg file of %s', (name) => {
  const good = (): Uint8Array => new Uint8Array(readFileSync(at(`good.${name}`)));
  const expectSame = (file: Uint8Array, what: string): Reading | string => {
    const path = at(`made.${name}`);
    writeFileSync(path, file);
    const ours = read(path, 'us');
    expect([what, packetsOf(ours)]).toEqual([what, packetsOf(read(path, 'ffmpeg'))]);
    return ours;
  };

  it('are those that FFmpeg gives, which is asked for two of them', () => {
    const reading = expectSame(good(), 'good');
    expect(reading).toMatchObject({ asked: 2 });
    expect(packetsOf(reading).length).toBeGreaterThan(150);
  });

  it('are those that FFmpeg gives where pages are damaged, lost, doubled, strange or in another order', () => {
    const pages = pagesOf(good());
    const middle = Math.floor(pages.length / 2);
    const [chosen = new Uint8Array(), next = new Uint8Array()] = pages.slice(middle);
    const before = pages.slice(0, middle);
    const after = pages.slice(middle + 1);
    const variants: Readonly<Record<string, readonly Uint8Array[]>> = {
      'a lost page': [...before, ...after],
      'a page twice': [...before, chosen, chosen, ...after],
      'pages exchanged': [...before, next, chosen, ...after.slice(1)],
      'bytes between pages': [...before, new Uint8Array(100).fill(7), chosen, ...after],
      'bytes behind the last page': [...before, chosen, ...after, new Uint8Array(128).fill(7)],
      'no last page': [...before, chosen, ...after.slice(0, -1)],
      'another stream': [...before, rewritten(chosen, (p) => void p.fill(9, 14, 18)), ...after],
      'a page that says to go on': [
        ...before,
        rewritten(chosen, (p) => void p.fill(1, 5, 6)),
        ...after,
      ],
      'a page that says to be the last': [
        ...before,
        rewritten(chosen, (p) => void p.fill(4, 5, 6)),
        ...after,
      ],
      'a version of tomorrow': [
        ...before,
        rewritten(chosen, (p) => void p.fill(1, 4, 5)),
        ...after,
      ],
      'a wrong checksum': [...before, chosen.fill(0, CHECKSUM_AT, CHECKSUM_AT + 4), ...after],
      'packets of garbage': [
        ...before,
        rewritten(next, (p) => void p.fill(255, 27 + (p[26] ?? 0))),
        ...after,
      ],
    };
    for (const [what, parts] of Object.entries(variants)) expectSame(Buffer.concat(parts), what);
  });

  it('are those that FFmpeg gives of a file that is cut anywhere, which is not asked for all of them', () => {
    const file = good();
    const random = createRandom(1);
    const least = file.length >> 1;
    for (let i = 0; i < 40; i++) {
      const length = least + random(file.length - least);
      expect(expectSame(file.subarray(0, length), `${length} bytes`)).toMatchObject({ asked: 2 });
    }
  });

  it('are those that FFmpeg gives of any damaged file', () => {
    const file = good();
    for (let seed = 0; seed < 200; seed++)
      expectSame(mutate(file, createRandom(seed)), `seed ${seed}`);
  });

  it('are read on where the file grows meanwhile', () => {
    const file = good();
    const pages = pagesOf(file);
    const path = at(`growing.${name}`);
    const half = Buffer.concat(pages.slice(0, pages.length >> 1)).length;
    const grow = (): void => writeFileSync(path, file);
    writeFileSync(path, file);
    truncateSync(path, half);
    const ours = packetsOf(read(path, 'us', grow));
    truncateSync(path, half);
    expect(ours).toEqual(packetsOf(read(path, 'ffmpeg', grow)));
  });
});

it('gives others a turn while packets are left out, or read once more', async () => {
  const path = at('many.opus');
  const tone = noise({ duration: 4, sampleRate: 48_000, seed: 1 });
  await run(tone.pipe(encode(opus, { frameMs: 2.5 })), writePackets(path, { container: 'ogg' }));
  const pausesOf = (from?: number): number =>
    [...nativePackets(library, { path }, { from })].filter((packet) => packet === undefined).length;
  // 1600 packets, and no more than 256 in one go.
  expect([pausesOf(), pausesOf(190_000)]).toEqual([0, 6]);
  const bytes = readFileSync(path);
  bytes.fill(0, bytes.lastIndexOf('OggS') + CHECKSUM_AT);
  writeFileSync(path, bytes);
  expect(pausesOf()).toBeGreaterThan(4);
});

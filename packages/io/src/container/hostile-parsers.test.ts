import { readVorbisBlocks } from '@audioflow/codecs/bitstream';
import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../file/fixtures/mutate.js';
import { findCafInfo, parseCafInfo } from './caf/caf-info.js';
import { parseId3 } from './id3/parse-id3.js';
import { solePadding } from './matroska/sole-padding.js';
import { createOggSplitter } from './ogg/index.js';
import { createPacketLogKernel } from './packet-log/index.js';
import { parseApe } from './tags/parse-ape.js';
import { parseId3v1 } from './tags/parse-id3v1.js';

const random = createRandom(7);
const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => random(256));

/** An Ogg page of one segment. */
const page = (serial: number, flags: number, body: Uint8Array): Uint8Array => {
  const head = Buffer.alloc(28);
  head.write('OggS');
  head[5] = flags;
  head.writeUInt32LE(serial, 14);
  head[26] = 1;
  head[27] = body.length;
  return new Uint8Array(Buffer.concat([head, body]));
};

describe('the splitter of chained Ogg streams', () => {
  const link = (serial: number): Uint8Array[] => [
    page(serial, 2, noise(30)),
    page(serial, 0, noise(200)),
    page(serial, 4, noise(99)),
  ];
  const pages = [
    ...link(1),
    ...link(2),
    page(3, 2, noise(5)),
    page(4, 2, noise(5)),
    page(3, 0, noise(9)),
  ];
  const whole = Buffer.concat(pages);
  const split = (bytes: Uint8Array, step: number): { links: number[]; bytes: Buffer } => {
    const splitter = createOggSplitter();
    const pieces = [];
    for (let at = 0; at < bytes.length; at += step)
      pieces.push(...splitter.push(bytes.subarray(at, at + step)));
    const links: number[] = [];
    let at = 0;
    for (const piece of pieces) {
      if (piece.link) links.push(at);
      at += piece.bytes.length;
    }
    return { links, bytes: Buffer.concat([...pieces.map((piece) => piece.bytes), splitter.end()]) };
  };

  it('finds where links begin, in pieces of any size, and loses no byte', () => {
    const third = pages.slice(0, 6).reduce((sum, { length }) => sum + length, 0);
    for (const step of [1, 7, 64, whole.length]) {
      const found = split(whole, step);
      expect(found.links).toEqual([third / 2, third]);
      expect(found.bytes.equals(whole)).toBe(true);
    }
  });

  it('passes garbage through', () => {
    const dirty = Buffer.concat([noise(500), whole, noise(77), whole.subarray(0, 50)]);
    for (const step of [1, 100, dirty.length]) {
      expect(split(dirty, step).bytes.equals(dirty)).toBe(true);
    }
  });
});

describe('parsers of headers and tags', () => {
  it('take any bytes', () => {
    for (let round = 0; round < 2000; round++) {
      const bytes = noise(random(300));
      const ape = Buffer.concat([bytes, Buffer.from('APETAGEX'), noise(24)]);
      const id3 = Buffer.concat([
        Buffer.from([0x49, 0x44, 0x33, 2 + random(3), 0, 0, 0, 0, 2, 0]),
        bytes,
      ]);
      const xiph = Buffer.concat([Buffer.from([2, 30, 5]), bytes]);
      const caf = Buffer.concat([Buffer.from('caff\0\x01\0\0info\0\0\0\0\0\0', 'latin1'), bytes]);
      const mka = Buffer.concat([Buffer.from('1a45dfa38018538067ff1f43b675ffa0', 'hex'), bytes]);
      const readOf = (from: Uint8Array) => (start: number, count: number) =>
        from.subarray(start, start + count);
      const log = Buffer.concat([Buffer.from('AFPK\r\n\x1a\n\x01\0\0\0', 'latin1'), bytes]);
      expect(() => {
        parseApe(ape);
        parseId3(id3);
        parseId3v1(Buffer.concat([Buffer.from('TAG'), noise(125)]));
        for (const each of [caf, mka, bytes]) {
          const place = findCafInfo(readOf(each), true);
          if (place !== undefined && place !== 'short')
            parseCafInfo(readOf(each)(place.at, place.size));
          expect(Number.isFinite(solePadding(readOf(each)))).toBe(true);
        }
        parseCafInfo(bytes);
        readVorbisBlocks(xiph)?.blockOf(bytes);
        readVorbisBlocks(bytes);
        const kernel = createPacketLogKernel(() => {});
        kernel.next(log, () => true);
        kernel.flush?.(() => true);
      }).not.toThrow();
    }
  });
});

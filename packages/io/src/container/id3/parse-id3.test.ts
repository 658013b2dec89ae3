import { describe, expect, it } from '@jest/globals';
import { gaplessTag } from './gapless-tag.js';
import { id3Bytes, parseId3 } from './parse-id3.js';

const syncsafe = (value: number): number[] =>
  [21, 14, 7, 0].map((shift) => (value >> shift) & 0x7f);
const frame = (id: string, body: readonly number[] | Buffer, version = 3): Buffer => {
  const size = version === 4 ? syncsafe(body.length) : [0, 0, body.length >> 8, body.length & 255];
  const head = version === 2 ? size.slice(1) : [...size, 0, 0];
  return Buffer.concat([Buffer.from(id), Buffer.from(head), Buffer.from(body)]);
};
const tag = (version: number, flags: number, frames: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(frames);
  return Buffer.concat([
    Buffer.from(['I', 'D', '3'].map((c) => c.charCodeAt(0))),
    Buffer.from([version, 0, flags, ...syncsafe(body.length)]),
    body,
  ]);
};
const text = (encoding: number, value: Buffer): Buffer =>
  Buffer.concat([Buffer.from([encoding]), value]);

describe('parseId3', () => {
  it('reads text in the four encodings', () => {
    const bytes = tag(4, 0, [
      frame('TIT2', text(3, Buffer.from('Tschüß')), 4),
      frame('TPE1', text(0, Buffer.from('Zoë', 'latin1')), 4),
      frame('TALB', text(1, Buffer.from('\ufeffÄther', 'utf16le')), 4),
      frame('TRCK', text(2, Buffer.from('3/12', 'utf16le').swap16()), 4),
      frame('XXXX', [0, 1, 2], 4),
    ]);
    expect(parseId3(bytes)).toEqual({
      bytes: bytes.length,
      tags: { title: 'Tschüß', artist: 'Zoë', album: 'Äther', track: '3/12' },
    });
  });

  it('reads versions 2.2 and 2.3, padding, and the comment without a description', () => {
    const old = tag(2, 0, [frame('TT2', text(0, Buffer.from('Old')), 2), Buffer.alloc(100)]);
    expect(parseId3(old)).toEqual({ bytes: old.length, tags: { title: 'Old' } });
    const comment = frame('COMM', text(0, Buffer.from('eng\0fine')));
    expect(parseId3(tag(3, 0, [comment])).tags).toEqual({ comment: 'fine' });
  });

  it('passes over an extended header and takes out unsynchronisation', () => {
    const extended = Buffer.from([0, 0, 0, 6, 0, 0, 0, 0, 0, 0]);
    const title = frame('TIT2', text(0, Buffer.from('Here')));
    expect(parseId3(tag(3, 0x40, [extended, title])).tags).toEqual({ title: 'Here' });
    const stuffed = Buffer.from([...frame('TIT2', [0, 0xff, 0x41]).subarray(0, -1), 0, 0x41]);
    expect(parseId3(tag(3, 0x80, [stuffed])).tags).toEqual({ title: 'ÿA' });
  });

  it('survives what is cut, and any bytes', () => {
    const bytes = tag(3, 0, [
      frame('TIT2', text(0, Buffer.from('A title'))),
      frame('TPE1', text(0, Buffer.from('B'))),
    ]);
    for (let end = 0; end <= bytes.length; end++)
      expect(() => parseId3(bytes.subarray(0, end))).not.toThrow();
    let seed = 5;
    for (let round = 0; round < 500; round++) {
      const broken = Uint8Array.from(bytes, (byte, i) => {
        seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
        return i > 2 && seed % 5 === 0 ? seed >>> 24 : byte;
      });
      expect(() => parseId3(broken)).not.toThrow();
    }
  });

  it('tells where there is no tag', () => {
    expect([id3Bytes(Buffer.from('RIFFxxxxWAVE')), id3Bytes(new Uint8Array(3))]).toEqual([0, 0]);
    expect(parseId3(Buffer.from('RIFFxxxxWAVE'))).toEqual({ bytes: 0, tags: {} });
  });
});

describe('gaplessTag', () => {
  it('is read back, and always has the same length', () => {
    const info = { trimStart: 1024, trimEnd: 613, samples: 5_000_000_000 };
    const bytes = gaplessTag(info);
    expect(parseId3(bytes)).toEqual({ bytes: bytes.length, tags: {}, gapless: info });
    expect(gaplessTag({ trimStart: 0, trimEnd: 0, samples: 0 })).toHaveLength(bytes.length);
  });

  it('is not believed where it makes no sense', () => {
    const comment = (value: string): Buffer =>
      tag(3, 0, [frame('COMM', text(0, Buffer.from(`engiTunSMPB\0 ${value}`)))]);
    expect(parseId3(comment('00000000 00000840 000001CA 00000000003F31F6')).gapless).toEqual({
      trimStart: 0x840,
      trimEnd: 0x1ca,
      samples: 0x3f31f6,
    });
    expect(parseId3(comment('00000000 zz 000001CA 0')).gapless).toBeUndefined();
    expect(parseId3(comment('0 FFFFFFFF 0 0')).gapless).toBeUndefined();
  });
});

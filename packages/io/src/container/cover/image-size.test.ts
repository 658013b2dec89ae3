import { describe, expect, it } from '@jest/globals';
import { flacPicture } from './flac-picture.js';
import { imageSize } from './image-size.js';

/** A JPEG's start with a segment of tables before the frame. */
const jpeg = Uint8Array.of(
  ...[0xff, 0xd8, 0xff, 0xc4, 0, 4, 1, 2],
  ...[0xff, 0xc2, 0, 17, 8, 1, 0, 0, 200, 3],
);
const png = Uint8Array.of(
  ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52],
  ...[0, 0, 2, 0, 0, 0, 1, 0],
);

describe('imageSize', () => {
  it('reads JPEG and PNG', () => {
    expect(imageSize(jpeg)).toEqual({ width: 200, height: 256 });
    expect(imageSize(png)).toEqual({ width: 512, height: 256 });
  });

  it('gives nothing for what is cut, or something else', () => {
    for (let end = 0; end < jpeg.length - 1; end++) {
      expect(imageSize(jpeg.subarray(0, end))).toBeUndefined();
    }
    for (let end = 0; end < png.length; end++) {
      expect(imageSize(png.subarray(0, end))).toBeUndefined();
    }
    expect(imageSize(new Uint8Array(100))).toBeUndefined();
    expect(
      imageSize(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0)),
    ).toBeUndefined();
  });
});

describe('flacPicture', () => {
  it('puts type, size and length before the picture, as RFC 9639 has it', () => {
    const block = Buffer.from(flacPicture({ mimeType: 'image/png', data: png }));
    expect(block.toString('latin1', 8, 17)).toBe('image/png');
    const fields = [0, 4, 17, 21, 25, 29, 33, 37].map((place) => block.readUInt32BE(place));
    expect(fields).toEqual([3, 9, 0, 512, 256, 24, 0, png.length]);
    expect(block.subarray(41)).toEqual(Buffer.from(png));
    const told = {
      kind: 'back cover',
      description: 'Rück',
      mimeType: 'image/png',
      data: png,
    } as const;
    const other = Buffer.from(flacPicture(told));
    expect([other.readUInt32BE(0), other.readUInt32BE(17)]).toEqual([4, 5]);
    expect(other.toString('utf8', 21, 26)).toBe('Rück');
    expect(other.subarray(46)).toEqual(Buffer.from(png));
  });
});

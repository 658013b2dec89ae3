import { describe, expect, it } from '@jest/globals';
import { aiffEncoding } from './aiff-encoding.js';
import { aiffHeader } from './aiff-header.js';

const plain = { bits: 16, sampleRate: 44_100, channelCount: 2 };

describe('aiffHeader', () => {
  it('writes the classical head, its rate in 80 bits', () => {
    expect(Buffer.from(aiffHeader(plain, 400)).toString('hex')).toBe(
      '464f524d000001be41494646' +
        '434f4d4d000000120002000000640010400eac44000000000000' +
        '53534e44000001980000000000000000',
    );
  });

  it('keeps its length, and counts the pad byte in the outer size only', () => {
    const odd = Buffer.from(aiffHeader({ ...plain, bits: 8, channelCount: 1 }, 3));
    expect(odd).toHaveLength(aiffHeader({ ...plain, bits: 8, channelCount: 1 }, 0).length);
    expect(odd.readUInt32BE(4)).toBe(odd.length - 8 + 4);
    expect(odd.readUInt32BE(odd.length - 12)).toBe(8 + 3);
  });

  it('names a compression in AIFF-C, and holds an ID3 tag', () => {
    const id3 = Uint8Array.of(1, 2, 3);
    const head = Buffer.from(aiffHeader({ ...plain, ...aiffEncoding('f32be'), id3 }, 0));
    expect(head.toString('latin1', 8, 16)).toBe('AIFCFVER');
    expect(head.includes('fl32\0\0ID3 \0\0\0\x03\x01\x02\x03\0SSND', 0, 'latin1')).toBe(true);
    expect(aiffEncoding('u8')).toBeUndefined();
  });

  it('ends at 4 GiB', () => {
    expect(() => aiffHeader(plain, 2 ** 32)).toThrow(
      expect.objectContaining({ code: 'limit-exceeded' }),
    );
  });
});

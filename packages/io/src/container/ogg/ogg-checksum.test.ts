import { expect, it } from '@jest/globals';
import { oggChecksum } from './ogg-checksum.js';

/** The definition, bit by bit (RFC 3533, section 6). */
const plain = (bytes: Uint8Array): number => {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = (sum << 1) ^ (sum < 0 ? 0x04c1_1db7 : 0);
  }
  return sum >>> 0;
};

it('is the checksum by its definition, of any length and from any place', () => {
  const bytes = Uint8Array.from({ length: 300 }, (_, i) => (i * i * 31 + (i >> 3)) & 255);
  for (let length = 0; length < 40; length++) {
    for (const from of [0, 1, 5, 251]) {
      const part = bytes.subarray(from, from + length);
      expect(oggChecksum(bytes, from, from + length)).toBe(plain(part));
    }
  }
  expect(oggChecksum(bytes, 0, 300)).toBe(plain(bytes));
});

const POLYNOMIAL = 0x04c11db7;
const TOP_BIT = 0x80000000;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++)
    crc = (crc & TOP_BIT) === 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
  return crc;
});

/** The CRC-32 of NUT: generator 0x104C11DB7, bits not reflected, from 0. */
export const nutCrc = (bytes: Uint8Array): number => {
  let crc = 0;
  for (const byte of bytes) crc = (crc << 8) ^ (table[((crc >>> 24) ^ byte) & 0xff] ?? 0);
  return crc >>> 0;
};

const TABLE = Uint16Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xa001;
  return crc;
});

/** CRC-16/ARC (polynomial 0x8005, reflected), as the LAME tag uses it. */
export const crc16 = (bytes: Uint8Array, seed: number = 0): number => {
  let crc = seed;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return crc;
};

const POLYNOMIAL = 0x04c1_1db7;
/** Bytes that are taken at once. */
const STRIDE = 8;

/** What a byte does to the sum that is followed by as many bytes as the table has number. */
const createTables = (): Uint32Array => {
  const tables = new Uint32Array(STRIDE * 256);
  for (let byte = 0; byte < 256; byte++) {
    let sum = byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = (sum << 1) ^ (sum < 0 ? POLYNOMIAL : 0);
    tables[byte] = sum;
  }
  for (let at = 256; at < tables.length; at++) {
    const sum = tables[at - 256] ?? 0;
    tables[at] = (sum << 8) ^ (tables[sum >>> 24] ?? 0);
  }
  return tables;
};

let made: Uint32Array | undefined;

/** The checksum of Ogg pages (RFC 3533, section 6, field 7) of some bytes: its own field must be zero. */
export const oggChecksum = (bytes: Uint8Array, from: number, to: number): number => {
  made ??= createTables();
  const tables = made;
  let sum = 0;
  let i = from;
  for (; i + STRIDE <= to; i += STRIDE) {
    const b = (bytes[i + 1] ?? 0) << 16;
    const c = (bytes[i + 2] ?? 0) << 8;
    const head = sum ^ (((bytes[i] ?? 0) << 24) | b | c | (bytes[i + 3] ?? 0));
    sum =
      (tables[1792 + (head >>> 24)] ?? 0) ^
      (tables[1536 + ((head >>> 16) & 255)] ?? 0) ^
      (tables[1280 + ((head >>> 8) & 255)] ?? 0) ^
      (tables[1024 + (head & 255)] ?? 0) ^
      (tables[768 + (bytes[i + 4] ?? 0)] ?? 0) ^
      (tables[512 + (bytes[i + 5] ?? 0)] ?? 0) ^
      (tables[256 + (bytes[i + 6] ?? 0)] ?? 0) ^
      (tables[bytes[i + 7] ?? 0] ?? 0);
  }
  for (; i < to; i++) sum = (sum << 8) ^ (tables[(sum >>> 24) ^ (bytes[i] ?? 0)] ?? 0);
  return sum >>> 0;
};

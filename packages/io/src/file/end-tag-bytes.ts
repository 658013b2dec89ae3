/** Bytes of an ID3v1 tag. */
export const ID3V1_BYTES = 128;
const APE_FOOTER_BYTES = 32;

/** As much of a file's end as {@link endTagBytes} looks at. */
export const END_TAG_BYTES: number = ID3V1_BYTES + APE_FOOTER_BYTES;

/** How many bytes the tags at a file's end take: ID3v1, and APEv2 before it or alone. */
export const endTagBytes = (tail: Uint8Array): number => {
  const bytes = Buffer.from(tail.buffer, tail.byteOffset, tail.length);
  const begins = (text: string, at: number): boolean =>
    at >= 0 && bytes.toString('latin1', at, at + text.length) === text;
  const id3 = begins('TAG', bytes.length - ID3V1_BYTES) ? ID3V1_BYTES : 0;
  const footer = bytes.length - id3 - APE_FOOTER_BYTES;
  if (!begins('APETAGEX', footer)) return id3;
  // The size counts the footer; bit 31 of the flags tells of a header that it does not count.
  const header = bytes.readUInt32LE(footer + 20) >>> 31 === 1 ? APE_FOOTER_BYTES : 0;
  return id3 + bytes.readUInt32LE(footer + 12) + header;
};

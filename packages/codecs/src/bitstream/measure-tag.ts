const spells = (bytes: Uint8Array, at: number, text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
};

const id3v2Bytes = (bytes: Uint8Array, at: number): number => {
  const [major = 255, minor = 255, flags = 255, ...size] = bytes.subarray(at + 3, at + 10);
  if (major > 4 || minor === 255 || (flags & 0x0f) !== 0 || size.some((b) => b >= 128)) return 0;
  const [a = 0, b = 0, c = 0, d = 0] = size;
  const footer = (flags & 0x10) === 0 ? 0 : 10;
  return 10 + ((a << 21) | (b << 14) | (c << 7) | d) + footer;
};

const apeBytes = (bytes: Uint8Array, at: number): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 32);
  const isHeader = (view.getUint32(20, true) & 0x2000_0000) !== 0;
  return isHeader ? 32 + view.getUint32(12, true) : 32;
};

/** Bytes that must be there to tell a tag from audio. */
const TAG_PROBE_BYTES = 32;

/**
 * Tells how many bytes a metadata tag takes: ID3v2 (id3.org, "ID3v2 header"), ID3v1, APEv2.
 *
 * @param at Where it would begin, with {@link TAG_PROBE_BYTES} bytes behind it unless the stream ends.
 * @returns 0 where no tag begins; -1 where one may begin but more bytes are needed to tell.
 */
export const measureTag = (bytes: Uint8Array, at: number, final: boolean): number => {
  const first = bytes[at];
  // 'I', 'T', 'A': no other byte begins a tag.
  if (first !== 0x49 && first !== 0x54 && first !== 0x41) return 0;
  const held = bytes.length - at;
  if (held < TAG_PROBE_BYTES && !final) return -1;
  if (spells(bytes, at, 'ID3') && held >= 10) return id3v2Bytes(bytes, at);
  if (spells(bytes, at, 'TAG')) return 128;
  return spells(bytes, at, 'APETAGEX') && held >= 32 ? apeBytes(bytes, at) : 0;
};

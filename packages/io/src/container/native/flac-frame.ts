/** A number coded as in UTF-8, of up to 36 bits (RFC 9639, section 9.1.5). */
export const codedNumber = (
  bytes: Uint8Array,
  at: number,
): { readonly value: number; readonly bytes: number } => {
  const first = bytes[at] ?? 0;
  const ones = Math.clz32(~(first << 24));
  const length = Math.max(1, ones);
  let value = ones === 0 ? first : first & (0x7f >> ones);
  for (let i = 1; i < length; i++) value = value * 64 + ((bytes[at + i] ?? 0) & 63);
  return { value, bytes: length };
};

/** Samples of a block, by the code in its header and what stands at the header's end (section 9.1.1). */
export const blockSize = (code: number, view: DataView, at: number): number => {
  if (code === 1) return 192;
  if (code >= 2 && code <= 5) return 576 << (code - 2);
  if (code === 6) return at < view.byteLength ? view.getUint8(at) + 1 : 0;
  if (code === 7) return at + 1 < view.byteLength ? view.getUint16(at) + 1 : 0;
  return code === 0 ? 0 : 256 << (code - 8);
};

/** Samples of a FLAC frame, by its header; 0 where it has none. */
export const flacDuration = (frame: Uint8Array): number => {
  if (frame.length < 6 || frame[0] !== 0xff || ((frame[1] ?? 0) & 0xfe) !== 0xf8) return 0;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  return blockSize((frame[2] ?? 0) >> 4, view, 4 + codedNumber(frame, 4).bytes);
};

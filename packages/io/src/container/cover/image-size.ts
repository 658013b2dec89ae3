/** Pixels of a picture. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

const PNG_HEAD = '89504e470d0a1a0a';

const sized = (width: number, height: number): ImageSize | undefined =>
  width > 0 && height > 0 ? { width, height } : undefined;

const pngSize = (bytes: Buffer): ImageSize | undefined =>
  bytes.length >= 24 && bytes.toString('hex', 0, 8) === PNG_HEAD
    ? sized(bytes.readUInt32BE(16), bytes.readUInt32BE(20))
    : undefined;

/** Start-of-frame markers are C0 to CF, but for those of tables (C4, C8, CC). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

const jpegSize = (bytes: Buffer): ImageSize | undefined => {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes.readUInt8(at + 1);
    if (isFrame(marker)) {
      return sized(bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5));
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
};

/** The size of a PNG or JPEG picture (PNG 11.2.2; ITU-T T.81, B.2.2); undefined for anything else. */
export const imageSize = (data: Uint8Array): ImageSize | undefined => {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  return pngSize(bytes) ?? jpegSize(bytes);
};

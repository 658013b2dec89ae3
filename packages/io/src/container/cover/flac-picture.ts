import type { AttachedPicture } from '../stream-info.types.js';
import { pictureType } from '../tags/picture-kind.js';
import { imageSize } from './image-size.js';

const BITS_PER_PIXEL = 24;
const FIELDS_BYTES = 32;

/**
 * A picture as FLAC files hold it (RFC 9639, section 8.8), the front cover unless it says otherwise; in Base64 it
 * is the value of the Vorbis comment `METADATA_BLOCK_PICTURE`.
 */
export const flacPicture = (picture: AttachedPicture): Uint8Array => {
  const { mimeType, kind, description = '', data } = picture;
  const { width, height } = imageSize(data) ?? { width: 0, height: 0 };
  const text = Buffer.from(description);
  const block = Buffer.alloc(FIELDS_BYTES + mimeType.length + text.length + data.length);
  let at = block.writeUInt32BE(pictureType(kind), 0);
  at = block.writeUInt32BE(mimeType.length, at);
  at += block.write(mimeType, at, 'latin1');
  at = block.writeUInt32BE(text.length, at);
  at += text.copy(block, at);
  // Size, depth, and no palette.
  for (const field of [width, height, BITS_PER_PIXEL, 0, data.length]) {
    at = block.writeUInt32BE(field, at);
  }
  block.set(data, at);
  return new Uint8Array(block);
};

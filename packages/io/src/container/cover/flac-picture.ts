import type { AttachedPicture } from '../stream-info.types.js';
import { imageSize } from './image-size.js';

const FRONT_COVER = 3;
const BITS_PER_PIXEL = 24;
const FIELDS_BYTES = 32;

/**
 * A picture as FLAC files hold it (RFC 9639, section 8.8); in Base64 it is the value of the Vorbis comment
 * `METADATA_BLOCK_PICTURE`.
 */
export const flacPicture = ({ mimeType, data }: AttachedPicture): Uint8Array => {
  const { width, height } = imageSize(data) ?? { width: 0, height: 0 };
  const block = Buffer.alloc(FIELDS_BYTES + mimeType.length + data.length);
  let at = block.writeUInt32BE(FRONT_COVER, 0);
  at = block.writeUInt32BE(mimeType.length, at);
  at += block.write(mimeType, at, 'latin1');
  // No description; then size, depth, and no palette.
  for (const field of [0, width, height, BITS_PER_PIXEL, 0, data.length]) {
    at = block.writeUInt32BE(field, at);
  }
  block.set(data, at);
  return new Uint8Array(block);
};

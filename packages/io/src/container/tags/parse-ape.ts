import type { AttachedPicture } from '../stream-info.types.js';
import type { Tags } from '../wav/wav-format.types.js';
import { imageType } from './image-type.js';
import { createTagList } from './tag-list.js';

/** What a tag at a file's end says. */
export interface EndTag {
  readonly tags: Tags;
  readonly pictures: readonly AttachedPicture[];
}

const FOOTER_BYTES = 32;
const MAX_ITEMS = 1000;
const names: ReadonlyMap<string, string> = new Map([
  ['year', 'date'],
  ['album artist', 'album_artist'],
]);

const pictureOf = (key: string, value: Uint8Array): AttachedPicture | undefined => {
  const side = /^cover art \((front|back)\)$/.exec(key)?.[1];
  // A file name, a zero, the picture.
  const data = value.slice(value.indexOf(0) + 1);
  const mimeType = side === undefined ? undefined : imageType(data);
  if (mimeType === undefined) return undefined;
  return { mimeType, kind: side === 'back' ? 'back cover' : 'front cover', data };
};

/**
 * Reads an APEv2 tag (wiki.hydrogenaud.io, "APEv2 specification") that ends with `bytes`: text, and covers.
 * What is broken is left out.
 */
export const parseApe = (bytes: Uint8Array): EndTag => {
  const list = createTagList();
  const pictures: AttachedPicture[] = [];
  const footer = bytes.length - FOOTER_BYTES;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (footer < 0 || buffer.toString('latin1', footer, footer + 8) !== 'APETAGEX') {
    return { tags: list.tags, pictures };
  }
  let at = Math.max(0, bytes.length - buffer.readUInt32LE(footer + 12));
  const items = Math.min(buffer.readUInt32LE(footer + 16), MAX_ITEMS);
  for (let i = 0; i < items && at + 8 < footer; i++) {
    const size = buffer.readUInt32LE(at);
    const isText = ((buffer.readUInt32LE(at + 4) >> 1) & 3) === 0;
    const zero = buffer.indexOf(0, at + 8);
    if (zero < 0 || zero + 1 + size > footer) break;
    const key = buffer.toString('latin1', at + 8, zero).toLowerCase();
    const value = bytes.subarray(zero + 1, zero + 1 + size);
    at = zero + 1 + size;
    const picture = isText ? undefined : pictureOf(key, value);
    if (picture !== undefined) pictures.push(picture);
    // Several values are parted by zeros.
    const text = isText ? (new TextDecoder().decode(value).split('\0')[0] ?? '').trim() : '';
    list.add(names.get(key) ?? key, text);
  }
  return { tags: list.tags, pictures };
};

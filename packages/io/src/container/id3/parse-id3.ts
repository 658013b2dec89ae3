import type { AttachedPicture } from '../stream-info.types.js';
import { imageType } from '../tags/image-type.js';
import { pictureKind } from '../tags/picture-kind.js';
import { createTagList } from '../tags/tag-list.js';
import type { Tags } from '../wav/wav-format.types.js';
import { GAPLESS_COMMENT, type GaplessInfo, parseGapless } from './gapless-tag.js';
import { TEXT_FRAMES } from './text-frames.js';

/** What an ID3v2 tag says, as far as it is read. */
export interface Id3Tag {
  /** Bytes of the whole tag, with header and footer. */
  readonly bytes: number;
  readonly tags: Tags;
  readonly gapless?: GaplessInfo;
  /** Pictures that are whole; absent where there is none. */
  readonly pictures?: readonly AttachedPicture[];
}

/** The names of tags by the frames that hold them. */
const names: ReadonlyMap<string, string> = new Map(
  Object.entries(TEXT_FRAMES).flatMap(([name, ids]) => ids.map((id) => [id, name] as const)),
);

const HEADER_BYTES = 10;
const COMMENT = 'comment';
const encodings = ['latin1', 'utf-16', 'utf-16be', 'utf-8'] as const;

/** Four bytes of seven bits. */
const syncsafe = (bytes: Uint8Array, at: number): number =>
  [0, 1, 2, 3].reduce((sum, i) => sum * 128 + ((bytes[at + i] ?? 0) & 0x7f), 0);

const bigEndian = (bytes: Uint8Array, at: number, count: number): number =>
  bytes.subarray(at, at + count).reduce((sum, byte) => sum * 256 + byte, 0);

/** Text after an encoding byte; several values are parted by a zero. */
const decodeText = (encoding: number, bytes: Uint8Array): readonly string[] => {
  const name = encodings[encoding];
  if (name === undefined) return [];
  return new TextDecoder(name)
    .decode(bytes)
    .split('\0')
    .map((text) => text.replace('\ufeff', '').trim());
};

/** Takes the stuffed zeros of "unsynchronisation" out: FF 00 stands for FF. */
const resync = (bytes: Uint8Array): Uint8Array =>
  bytes.filter((byte, i) => !(byte === 0 && bytes[i - 1] === 0xff));

/**
 * The size of the ID3v2 tag at the start of `head`, its header included; 0 where there is none.
 *
 * @param head At least 10 bytes.
 */
export const id3Bytes = (head: Uint8Array): number => {
  if (head.length < HEADER_BYTES || String.fromCharCode(...head.subarray(0, 3)) !== 'ID3') return 0;
  const footer = ((head[5] ?? 0) & 0x10) === 0 ? 0 : HEADER_BYTES;
  return HEADER_BYTES + syncsafe(head, 6) + footer;
};

interface Frame {
  readonly id: string;
  readonly body: Uint8Array;
  /** Whether it is all there. */
  readonly whole: boolean;
}

function* framesOf(tag: Uint8Array): Generator<Frame> {
  const version = tag[3] ?? 0;
  const flags = tag[5] ?? 0;
  const stuffed = (flags & 0x80) !== 0 && version < 4;
  const bytes = stuffed ? resync(tag.subarray(HEADER_BYTES)) : tag.subarray(HEADER_BYTES);
  const idBytes = version === 2 ? 3 : 4;
  const headBytes = version === 2 ? 6 : 10;
  let at = (flags & 0x40) === 0 || version === 2 ? 0 : extendedBytes(bytes, version);
  while (at + headBytes <= bytes.length && bytes[at] !== 0) {
    const id = String.fromCharCode(...bytes.subarray(at, at + idBytes));
    const size = version === 4 ? syncsafe(bytes, at + 4) : bigEndian(bytes, at + idBytes, idBytes);
    const end = at + headBytes + size;
    yield { id, body: bytes.subarray(at + headBytes, end), whole: end <= bytes.length };
    at += headBytes + size;
  }
}

const extendedBytes = (bytes: Uint8Array, version: number): number =>
  version === 4 ? syncsafe(bytes, 0) : 4 + bigEndian(bytes, 0, 4);

/** Where text that begins at `at` ends: behind its zero, which has two bytes in UTF-16. */
const textEnd = (bytes: Uint8Array, at: number, encoding: number): number => {
  const wide = encoding === 1 || encoding === 2;
  for (let i = at; i < bytes.length; i += wide ? 2 : 1) {
    if (bytes[i] === 0 && (!wide || bytes[i + 1] === 0)) return i + (wide ? 2 : 1);
  }
  return bytes.length;
};

/** APIC: encoding, MIME type, type of picture, description, picture. PIC of 2.2 has three letters for the second. */
const pictureOf = ({ id, body }: Frame): AttachedPicture | undefined => {
  const encoding = body[0] ?? 0;
  const typeAt = id === 'PIC' ? 4 : textEnd(body, 1, 0);
  const dataAt = textEnd(body, typeAt + 1, encoding);
  const data = body.slice(dataAt);
  const mimeType = imageType(data);
  if (mimeType === undefined) return undefined;
  const description = decodeText(encoding, body.subarray(typeAt + 1, dataAt))[0] ?? '';
  const kind = pictureKind(body[typeAt] ?? 0);
  return { mimeType, kind, ...(description === '' ? {} : { description }), data };
};

/**
 * Reads the text frames, the pictures and the gapless comment of an ID3v2.2, 2.3 or 2.4 tag (id3.org). What
 * is broken or unknown is left out: tags never fail a file.
 *
 * @param tag The bytes of the tag; a cut one is read as far as it goes.
 */
export const parseId3 = (tag: Uint8Array): Id3Tag => {
  const bytes = id3Bytes(tag);
  const list = createTagList();
  let gapless: GaplessInfo | undefined;
  if (bytes === 0) return { bytes, tags: list.tags };
  const pictures: AttachedPicture[] = [];
  for (const frame of framesOf(tag.subarray(0, bytes))) {
    const { id, body } = frame;
    const name = names.get(id);
    if (name !== undefined) {
      const value = decodeText(body[0] ?? 0, body.subarray(1))[0];
      if (value !== undefined) list.add(name, value);
    } else if (id === 'COMM' || id === 'COM') {
      // Encoding, three letters of language, description, zero, text.
      const [description, text] = decodeText(body[0] ?? 0, body.subarray(4));
      if (description === GAPLESS_COMMENT) gapless ??= parseGapless(text ?? '');
      else if (description === '' && text !== undefined) list.add(COMMENT, text);
    } else if (id === 'TXXX' || id === 'TXX') {
      const [key = '', text = ''] = decodeText(body[0] ?? 0, body.subarray(1));
      if (key !== '') list.add(key.toLowerCase(), text);
    } else if ((id === 'APIC' || id === 'PIC') && frame.whole) {
      const picture = pictureOf(frame);
      if (picture !== undefined) pictures.push(picture);
    }
  }
  return {
    bytes,
    tags: list.tags,
    ...(gapless === undefined ? {} : { gapless }),
    ...(pictures.length === 0 ? {} : { pictures }),
  };
};

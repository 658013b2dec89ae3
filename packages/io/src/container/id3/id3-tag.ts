import type { AttachedPicture } from '../stream-info.types.js';
import { pictureType } from '../tags/picture-kind.js';
import type { Tags } from '../wav/wav-format.types.js';
import { GAPLESS_COMMENT, type GaplessInfo, gaplessComment } from './gapless-tag.js';
import { TEXT_FRAMES } from './text-frames.js';

/** What an ID3 tag is to say. */
export interface Id3Contents {
  readonly tags: Tags;
  readonly cover?: AttachedPicture | undefined;
  readonly gapless?: GaplessInfo | undefined;
}

const UTF8 = '\x03';

const syncsafe = (value: number): number[] =>
  [21, 14, 7, 0].map((shift) => (value >> shift) & 0x7f);

const frame = (id: string, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(id), Buffer.from([...syncsafe(body.length), 0, 0]), body]);

const textFrame = (name: string, value: string): Buffer => {
  if (name === 'comment') return frame('COMM', Buffer.from(`${UTF8}XXX\0${value}`));
  const id = Object.hasOwn(TEXT_FRAMES, name) ? TEXT_FRAMES[name]?.[0] : undefined;
  return id === undefined
    ? frame('TXXX', Buffer.from(`${UTF8}${name}\0${value}`))
    : frame(id, Buffer.from(`${UTF8}${value}`));
};

const pictureFrame = ({ mimeType, kind, description = '', data }: AttachedPicture): Buffer => {
  const type = String.fromCharCode(pictureType(kind));
  const head = Buffer.from(`${UTF8}${mimeType}\0${type}${description}\0`);
  return frame('APIC', Buffer.concat([head, data]));
};

/**
 * An ID3v2.4 tag (id3.org), its text in UTF-8. Names that ID3 has no frame for go into TXXX frames. Its
 * length does not depend on the numbers in `gapless`.
 */
export const id3Tag = ({ tags, cover, gapless }: Id3Contents): Uint8Array => {
  const body = Buffer.concat([
    ...(gapless === undefined
      ? []
      : [
          frame(
            'COMM',
            Buffer.from(`\0eng${GAPLESS_COMMENT}\0${gaplessComment(gapless)}`, 'latin1'),
          ),
        ]),
    ...Object.entries(tags).map(([name, value]) => textFrame(name, value)),
    ...(cover === undefined ? [] : [pictureFrame(cover)]),
  ]);
  const head = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, ...syncsafe(body.length)]);
  return new Uint8Array(Buffer.concat([head, body]));
};

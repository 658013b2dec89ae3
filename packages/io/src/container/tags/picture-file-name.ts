import { PICTURE_KINDS, type PictureKind } from './picture-kind.js';

const SUFFIX = /\.(jpe?g|png)$/i;
/** Names that Matroska has for covers (RFC 9559, section 21.1). */
const COVERS: ReadonlySet<string> = new Set([
  'cover',
  'small_cover',
  'cover_land',
  'small_cover_land',
]);

/**
 * The name of a picture in Matroska, whose attachments have no type: `cover.jpg` as its specification has it, and
 * the kind itself for the others.
 */
export const pictureFileName = (kind: PictureKind | undefined, mimeType: string): string =>
  `${kind === undefined || kind === 'front cover' ? 'cover' : kind}.${mimeType === 'image/png' ? 'png' : 'jpg'}`;

/** The kind that the name of an attached file tells. */
export const kindOfFileName = (name: string): PictureKind | undefined => {
  const base = name.replace(SUFFIX, '').toLowerCase();
  return COVERS.has(base) ? 'front cover' : PICTURE_KINDS.find((kind) => kind === base);
};

/** Types of pictures, by number (id3.org, ID3v2.4 frames, section 4.14; RFC 9639, table 13). */
export const PICTURE_KINDS = [
  'other',
  'icon',
  'other icon',
  'front cover',
  'back cover',
  'leaflet page',
  'media',
  'lead artist',
  'artist',
  'conductor',
  'band',
  'composer',
  'lyricist',
  'recording location',
  'during recording',
  'during performance',
  'screen capture',
  'a bright coloured fish',
  'illustration',
  'band logo',
  'publisher logo',
] as const;

/** What a picture shows, as ID3v2 and FLAC tell it. */
export type PictureKind = (typeof PICTURE_KINDS)[number];

/** The same in the words of ID3v2, which FFmpeg tells them in and takes them by. */
const WORDS = [
  'Other',
  "32x32 pixels 'file icon'",
  'Other file icon',
  'Cover (front)',
  'Cover (back)',
  'Leaflet page',
  'Media (e.g. label side of CD)',
  'Lead artist/lead performer/soloist',
  'Artist/performer',
  'Conductor',
  'Band/Orchestra',
  'Composer',
  'Lyricist/text writer',
  'Recording Location',
  'During recording',
  'During performance',
  'Movie/video screen capture',
  'A bright coloured fish',
  'Illustration',
  'Band/artist logotype',
  'Publisher/Studio logotype',
] as const;

/** What the picture type of a tag means. */
export const pictureKind = (type: number): PictureKind => PICTURE_KINDS[type] ?? 'other';

/** The number of a kind; that of the front cover where none is told. */
export const pictureType = (kind: PictureKind = 'front cover'): number =>
  PICTURE_KINDS.indexOf(kind);

/** FFmpeg's words for a kind. */
export const pictureWords = (kind: PictureKind = 'front cover'): string =>
  WORDS[pictureType(kind)] ?? WORDS[0];

/** The kind that FFmpeg has words for; undefined for anything else. */
export const kindOfWords = (words: string): PictureKind | undefined => {
  const type = WORDS.findIndex((each) => each.toLowerCase() === words.toLowerCase());
  return PICTURE_KINDS[type];
};

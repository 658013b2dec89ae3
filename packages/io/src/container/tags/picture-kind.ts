/** Types of pictures, by number (id3.org, ID3v2.4 frames, section 4.14; RFC 9639, table 13). */
const KINDS = [
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

/** What the picture type of a tag means. */
export const pictureKind = (type: number): string => KINDS[type] ?? 'other';

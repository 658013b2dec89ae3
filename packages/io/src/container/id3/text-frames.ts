/**
 * Text frames by the name of their tag: those of ID3v2.3 and 2.4, the one that is written first, and that of 2.2
 * (id3.org, "ID3 tag version 2.4.0 - Native Frames", section 4.2).
 */
export const TEXT_FRAMES: Readonly<Record<string, readonly [string, ...string[]]>> = {
  title: ['TIT2', 'TT2'],
  artist: ['TPE1', 'TP1'],
  album: ['TALB', 'TAL'],
  album_artist: ['TPE2', 'TP2'],
  composer: ['TCOM', 'TCM'],
  track: ['TRCK', 'TRK'],
  disc: ['TPOS', 'TPA'],
  date: ['TDRC', 'TYER', 'TYE'],
  genre: ['TCON', 'TCO'],
  copyright: ['TCOP'],
  publisher: ['TPUB', 'TPB'],
  language: ['TLAN'],
  encoder: ['TSSE'],
};

import type { Tags } from '../wav/wav-format.types.js';

const TAG_BYTES = 128;

/** Reads an ID3v1 tag (id3.org, "ID3v1"), with the track number of 1.1, that ends with `bytes`. */
export const parseId3v1 = (bytes: Uint8Array): Tags => {
  const tag = Buffer.from(bytes.slice(-TAG_BYTES));
  if (tag.length < TAG_BYTES || tag.toString('latin1', 0, 3) !== 'TAG') return {};
  const text = (from: number, to: number): string =>
    (tag.toString('latin1', from, to).split('\0')[0] ?? '').trim();
  const hasTrack = tag[125] === 0 && tag[126] !== 0;
  const fields: Readonly<Record<string, string>> = {
    title: text(3, 33),
    artist: text(33, 63),
    album: text(63, 93),
    date: text(93, 97),
    comment: text(97, 127),
    track: hasTrack ? String(tag[126]) : '',
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
};

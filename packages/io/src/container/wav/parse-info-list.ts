import type { Tags } from './wav-format.types.js';

/** RIFF INFO identifiers (Microsoft, "Multimedia Programming Interface and Data Specifications"). */
export const INFO_NAMES: Readonly<Record<string, string>> = {
  INAM: 'title',
  IART: 'artist',
  IPRD: 'album',
  ICRD: 'date',
  IGNR: 'genre',
  ICMT: 'comment',
  ITRK: 'track',
  ICOP: 'copyright',
  ISFT: 'encoder',
};

const text = (bytes: Uint8Array): string => {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end)).trim();
};

/** The tags of a `LIST` chunk of type `INFO`; nothing for another type or broken entries. */
export const parseInfoList = (chunk: Uint8Array): Tags => {
  const tags: Record<string, string> = {};
  if (chunk.length < 4 || text(chunk.subarray(0, 4)) !== 'INFO') return tags;
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  let at = 4;
  while (at + 8 <= chunk.length) {
    const size = view.getUint32(at + 4, true);
    const name = INFO_NAMES[text(chunk.subarray(at, at + 4))];
    const value = text(chunk.subarray(at + 8, Math.min(chunk.length, at + 8 + size)));
    if (name !== undefined && value !== '') tags[name] = value;
    at += 8 + size + (size & 1);
  }
  return tags;
};

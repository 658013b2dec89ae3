import { type AttachedPicture, parseId3, parseInfoList, type Tags } from '../container/index.js';
import type { SeekableSource } from './source/audio-source.types.js';

/** Tags gathered from the chunks of a WAVE file. */
export interface WavTags {
  readonly tags: Tags;
  readonly pictures: readonly AttachedPicture[];
  addList(tags: Tags): void;
  addId3(tag: Uint8Array): void;
}

/** Makes an empty collection. What comes first counts. */
export const createWavTags = (): WavTags => {
  let tags: Tags = {};
  let pictures: readonly AttachedPicture[] = [];
  return {
    get tags() {
      return tags;
    },
    get pictures() {
      return pictures;
    },
    addList: (found) => {
      tags = { ...found, ...tags };
    },
    addId3: (tag) => {
      const found = parseId3(tag);
      tags = { ...found.tags, ...tags };
      pictures = [...pictures, ...(found.pictures ?? [])];
    },
  };
};

const MAX_CHUNKS = 100;
const MAX_CHUNK_BYTES = 1 << 22;

/** Reads the tags behind the samples, where most programs put them. */
export const readTailTags = async (
  source: SeekableSource,
  from: number,
  found: WavTags,
): Promise<void> => {
  let at = from;
  for (let i = 0; i < MAX_CHUNKS && at + 8 <= source.size; i++) {
    const head = Buffer.from(await source.read(at, 8));
    if (head.length < 8) return;
    const id = head.toString('latin1', 0, 4);
    const size = head.readUInt32LE(4);
    const isTags = id === 'LIST' || id.toLowerCase() === 'id3 ';
    if (isTags && size <= MAX_CHUNK_BYTES) {
      const body = await source.read(at + 8, size);
      if (id === 'LIST') found.addList(parseInfoList(body));
      else found.addId3(body);
    }
    at += 8 + size + (size % 2);
  }
};

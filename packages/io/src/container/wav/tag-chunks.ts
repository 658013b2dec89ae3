import { id3Tag } from '../id3/id3-tag.js';
import type { AttachedPicture } from '../stream-info.types.js';
import { INFO_NAMES } from './parse-info-list.js';
import type { Tags } from './wav-format.types.js';

const idOf = (name: string): string | undefined =>
  Object.keys(INFO_NAMES).find((id) => INFO_NAMES[id] === name);

/** A RIFF chunk, padded to an even length. */
const chunk = (id: string, body: Uint8Array): Buffer => {
  const bytes = Buffer.alloc(8 + body.length + (body.length % 2));
  bytes.write(id, 'latin1');
  bytes.writeUInt32LE(body.length, 4);
  bytes.set(body, 8);
  return bytes;
};

/**
 * The chunks that tell a WAVE file's tags: `LIST` of type `INFO`, in UTF-8, and `id3 ` if there is a cover
 * or a name that INFO does not have. Empty without tags.
 */
export const tagChunks = (tags: Tags, cover: AttachedPicture | undefined): Uint8Array => {
  const entries = Object.entries(tags);
  const info = entries.flatMap(([name, value]) => {
    const id = idOf(name);
    return id === undefined ? [] : [chunk(id, Buffer.from(`${value}\0`))];
  });
  const list =
    info.length === 0 ? [] : [chunk('LIST', Buffer.concat([Buffer.from('INFO'), ...info]))];
  const more = cover !== undefined || info.length < entries.length;
  return new Uint8Array(
    Buffer.concat([...list, ...(more ? [chunk('id3 ', id3Tag({ tags, cover }))] : [])]),
  );
};

import type { CoverArt } from '../cover/cover-art.types.js';
import { coverTags } from '../cover/cover-tags.js';
import type { Tags } from '../wav/wav-format.types.js';
import type { ContainerName } from './containers.js';

/** AIFF has chunks for these, whose text is ASCII; ID3 frames beside them take any. */
const frames: Readonly<Record<string, string>> = { title: 'TIT2', copyright: 'TCOP' };

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

const forAiff = (tags: Tags): Tags =>
  Object.fromEntries(
    Object.entries(tags).map(([name, text]) => [
      isAscii(text) ? name : (frames[name] ?? name),
      text,
    ]),
  );

/** Tags as FFmpeg's muxer of a container is to be given them. */
export const muxTags = (
  container: ContainerName,
  tags: Tags,
  cover: CoverArt | undefined,
): Tags => {
  if (container === 'ogg') return coverTags(tags, cover);
  return container === 'aiff' ? forAiff(tags) : tags;
};

import type { AttachedPicture } from '../stream-info.types.js';
import type { Tags } from '../wav/wav-format.types.js';
import { flacPicture } from './flac-picture.js';

/** Tags with the cover among them, as Vorbis comments carry it (wiki.xiph.org, "VorbisComment"). */
export const coverTags = (tags: Tags, cover: AttachedPicture | undefined): Tags =>
  cover === undefined
    ? tags
    : { ...tags, METADATA_BLOCK_PICTURE: Buffer.from(flacPicture(cover)).toString('base64') };

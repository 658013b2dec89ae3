import type { AttachedPicture } from '../stream-info.types.js';

/** The picture that is written into a file: JPEG or PNG, as the front cover. */
export type CoverArt = AttachedPicture;

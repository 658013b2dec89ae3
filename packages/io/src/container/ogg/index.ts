export { findOggLinks } from './find-ogg-links.js';
export type { OggLink } from './find-ogg-links.js';
export { MAX_PAGE_HEAD_BYTES, oggPageAt } from './ogg-page.js';
export type { OggPage } from './ogg-page.js';
export { createOggSplitter } from './ogg-splitter.js';
export type { OggPiece, OggSplitter } from './ogg-splitter.js';
export { createLinkStreams } from './link-streams.js';
export type { LinkStreams } from './link-streams.js';

export { createIcyInserter } from './create-icy-inserter.js';
export type { IcyInserter, IcyShare } from './create-icy-inserter.js';
export { encodeIcyBlock } from './encode-icy-block.js';
export type { IcyTitle } from './encode-icy-block.js';

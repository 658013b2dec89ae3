export { createIcyInserter } from './create-icy-inserter.js';
export type { IcyInserter, IcyShare } from './create-icy-inserter.js';
export { encodeIcyBlock } from './encode-icy-block.js';
export type { IcyTitle } from './encode-icy-block.js';
export { createIcyParser } from './create-icy-parser.js';
export type { IcyEvent, IcyParser } from './create-icy-parser.js';

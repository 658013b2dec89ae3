export { createIcyParser } from './create-icy-parser.js';
export type { IcyEvent, IcyParser } from './create-icy-parser.js';
export type { IcyMetadata } from './parse-icy-block.js';

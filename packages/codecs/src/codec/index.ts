export { aac } from './aac.js';
export type { AacEncodeOptions } from './aac.js';
export type { DecodeOptions } from './decode-options.js';
export { mp3 } from './mp3.js';
export type { Mp3EncodeOptions } from './mp3.js';
export { pcm } from './pcm.js';
export type { PcmDecodeOptions, PcmEncodeOptions } from './pcm.js';

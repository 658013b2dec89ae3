// Codecs
export { alaw, mulaw } from '../codec/g711.js';
export type { G711DecodeOptions } from '../codec/g711.js';
export { pcm } from '../codec/pcm.js';
export type { PcmDecodeOptions, PcmEncodeOptions } from '../codec/pcm.js';
// Kernels
export { compressAlaw, compressMulaw } from '../codec/compress-g711.js';
export { expandAlaw, expandMulaw } from '../codec/expand-g711.js';
// Without streams
export { PushDecoder, PushEncoder } from '../push/index.js';
export type { PushDecoderInit, PushEncoderInit, PushGetOptions, PushState } from '../push/index.js';

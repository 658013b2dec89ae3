// Codec
export { pcm } from '../codec/pcm.js';
export type { PcmDecodeOptions, PcmEncodeOptions } from '../codec/pcm.js';
// Without streams
export { PushDecoder, PushEncoder } from '../push/index.js';
export type { PushDecoderInit, PushEncoderInit, PushGetOptions, PushState } from '../push/index.js';

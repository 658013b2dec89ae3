export { PushDecoder } from './push-decoder.js';
export type { PushDecoderInit } from './push-decoder.js';
export { PushEncoder } from './push-encoder.js';
export type { PushEncoderInit } from './push-encoder.js';
export type { PushGetOptions, PushState } from './push-session.js';

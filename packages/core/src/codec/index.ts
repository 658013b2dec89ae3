export type {
  AudioCodec,
  CodecSession,
  DecoderSession,
  EncoderInfo,
  EncoderSession,
  PcmFormat,
  SessionOutput,
} from './audio-codec.js';
export type { AnyCodec, CodecRegistry } from './codec-registry.js';
export { createCodecRegistry } from './codec-registry.js';
export { decode } from './decode.js';
export type { CodecOptions } from './encode.js';
export { encode } from './encode.js';
export { only } from './only.js';
export type { FormatChangeOptions, SessionOptions } from './session-options.js';

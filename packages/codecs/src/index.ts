// Codecs
export { aac, mp3, pcm } from './codec/index.js';
export type {
  AacEncodeOptions,
  DecodeOptions,
  Mp3EncodeOptions,
  PcmDecodeOptions,
  PcmEncodeOptions,
} from './codec/index.js';
// Byte streams of packets
export { framePackets, parsePackets } from './bitstream/index.js';
export type {
  ElementaryCodec,
  FramingOf,
  ParsePacketsOptions,
  ParseReport,
} from './bitstream/index.js';
// Engines
export type { EngineChoice, EngineName, OnFormatChange, OnMalformed } from './engine/index.js';
// Without streams
export { PushDecoder, PushEncoder } from './push/index.js';
export type { PushDecoderInit, PushEncoderInit, PushGetOptions, PushState } from './push/index.js';

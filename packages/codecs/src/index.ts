// Codecs
export {
  aac,
  adpcmIma,
  alac,
  alaw,
  ffmpegCodec,
  flac,
  g722,
  mp3,
  mulaw,
  opus,
  pcm,
  vorbis,
  wavpack,
} from './codec/index.js';
export type {
  AacEncodeOptions,
  AdpcmImaEncodeOptions,
  AlacEncodeOptions,
  DecodeOptions,
  FfmpegCodecHints,
  FlacEncodeOptions,
  G711DecodeOptions,
  Mp3EncodeOptions,
  OpusEncodeOptions,
  PcmDecodeOptions,
  PcmEncodeOptions,
  VorbisEncodeOptions,
  WavpackEncodeOptions,
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

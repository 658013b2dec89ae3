// Byte streams, both ways
export type { ElementaryCodec } from './elementary-codec.js';
export { framePackets } from './frame-packets.js';
export type { FramingOf } from './frame-packets.js';
export { parsePackets } from './parse-packets.js';
export type { ParsePacketsOptions } from './parse-packets.js';
// Without streams
export { createByteQueue } from './byte-queue.js';
export type { ByteQueue } from './byte-queue.js';
export { createAdtsFramer } from './adts/adts-frame.js';
export { createAdtsParser } from './adts/create-adts-parser.js';
export { findFrame, isFrameStart } from './find-frame.js';
export type { FoundFrame } from './find-frame.js';
export { createMp3Parser } from './mp3/create-mp3-parser.js';
export { mp3Frame } from './mp3/mp3-frame.js';
export type { PacketParser } from './packet-parser.js';
export type { ParseReport } from './parse-report.js';
// Headers
export { ADTS_HEADER_BYTES, parseAdtsHeader } from './adts/adts-header.js';
export type { AdtsHeader } from './adts/adts-header.js';
export { audioSpecificConfig, parseAudioSpecificConfig } from './adts/audio-specific-config.js';
export type {
  AudioSpecificConfig,
  AudioSpecificConfigInit,
} from './adts/audio-specific-config.js';
export { AAC_CHANNELS, AAC_RATES } from './adts/sample-rate-index.js';
export { MP3_HEADER_BYTES, parseMp3Header } from './mp3/mp3-header.js';
export type { Mp3Header } from './mp3/mp3-header.js';
export { MPEG_BITRATES, MPEG_RATES, versionOfRate } from './mp3/mp3-tables.js';
export type { MpegVersion } from './mp3/mp3-tables.js';
// The information frame of mp3 files
export { MP3_DECODER_DELAY, parseMp3Info } from './mp3/mp3-info.js';
export type { Mp3Info } from './mp3/mp3-info.js';
export { createMp3InfoCollector } from './mp3/mp3-info-collector.js';
export type { Mp3InfoCollector } from './mp3/mp3-info-collector.js';
export { mp3InfoFrame } from './mp3/mp3-info-frame.js';
export type { Mp3Summary } from './mp3/mp3-info-frame.js';
// The blocks of Vorbis
export { readVorbisBlocks } from './vorbis/vorbis-blocks.js';
export type { VorbisBlocks } from './vorbis/vorbis-blocks.js';

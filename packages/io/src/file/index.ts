// Reading
export { openAudio } from './open-audio.js';
export { probe } from './probe.js';
export type { AudioProbe, ProbeOptions } from './probe.js';
export { readAudio } from './read-audio.js';
export { readBytes } from './read-bytes.js';
export type { ReadBytesOptions } from './read-bytes.js';
export { readPacketLog } from './read-packet-log.js';
export type { ReadPacketLogOptions } from './read-packet-log.js';
export { readPackets } from './read-packets.js';
export type { ReadPacketsOptions } from './read-packets.js';
export type {
  AudioFile,
  AudioFileInfo,
  AudioMetadata,
  ReadAudioOptions,
} from './audio-file.types.js';
export type { RangeOptions } from './range/audio-range.js';
export type { AudioSource } from './source/audio-source.types.js';
// Writing
export { writeAudio } from './write-audio.js';
export type { WriteAudioOptions } from './write-audio.js';
export { writePackets } from './write-packets.js';
export type { WritePacketsOptions } from './write-packets.js';
export type { ElementaryId } from './packet-track.js';
export { writePacketLog } from './write-packet-log.js';
export type { ContainerOptions } from './container-options.js';
export type { ByteSink } from './byte-sink.js';
export { toBytes } from './to-bytes.js';
export type { BytesSink, ToBytesOptions } from './to-bytes.js';
export { muxPackets } from './mux-packets.js';
export type { MuxPacketsOptions } from './mux-packets.js';

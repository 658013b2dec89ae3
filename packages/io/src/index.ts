// Files
export {
  muxPackets,
  openAudio,
  probe,
  readAudio,
  readBytes,
  readPacketLog,
  readPackets,
  toBytes,
  writeAudio,
  writePacketLog,
  writePackets,
} from './file/index.js';
export type {
  AudioFile,
  AudioFileInfo,
  AudioMetadata,
  ByteSink,
  BytesSink,
  ContainerOptions,
  MuxPacketsOptions,
  AudioProbe,
  AudioSource,
  ElementaryId,
  ProbeOptions,
  RangeOptions,
  ReadAudioOptions,
  ReadBytesOptions,
  ReadPacketLogOptions,
  ReadPacketsOptions,
  ToBytesOptions,
  WriteAudioOptions,
  WritePacketsOptions,
} from './file/index.js';
// Containers
export { demuxWav, muxWav } from './container/index.js';
export type {
  ContainerName,
  AttachedPicture,
  AudioStreamInfo,
  PictureKind,
  DemuxWavOptions,
  MuxWavOptions,
  RandomAccess,
  Tags,
  WavInfo,
  WavSampleType,
} from './container/index.js';
export type { Mp4Layout } from './container/native/index.js';
// TCP ingest
export { ingestClient, ingestServer } from './tcp/index.js';
export type {
  IngestClientEvent,
  IngestClientOptions,
  IngestInfo,
  IngestServer,
  IngestServerOptions,
  IngestStats,
  IngestStream,
  ReconnectOptions,
  RefusalReason,
} from './tcp/index.js';
// Broadcast
export { broadcaster, prometheusText } from './broadcast/index.js';
export type {
  BroadcastCodec,
  BroadcastEvent,
  Broadcaster,
  BroadcasterOptions,
  BroadcastStatus,
  BroadcastTitle,
  EndReason,
  JoinRate,
  LabelledStatus,
  LeaveReason,
  ListenerKind,
  ListenerStatus,
} from './broadcast/index.js';
// Icecast
export { icecastClient, icecastServer, openIcecast } from './icecast/index.js';
export type {
  Fallback,
  IcecastClientEvent,
  IcecastClientOptions,
  IcecastEvent,
  IcecastInfo,
  IcecastMount,
  IcecastRelay,
  IcecastRelayEvent,
  IcecastServer,
  IcecastServerOptions,
  IcecastStatus,
  IcecastTitle,
  MountOptions,
  MountStatus,
  OpenIcecastOptions,
  PlayableStream,
  SourceEnd,
  SourceStatus,
} from './icecast/index.js';
// Titles within a stream
export { createIcyParser } from './icy/index.js';
export type { IcyEvent, IcyParser, IcyTitle } from './icy/index.js';

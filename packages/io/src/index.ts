// Files
export {
  openAudio,
  readAudio,
  readBytes,
  readPackets,
  writeAudio,
  writePackets,
} from './file/index.js';
export type {
  AudioFile,
  AudioFileInfo,
  AudioMetadata,
  ElementaryId,
  ReadAudioOptions,
  ReadBytesOptions,
  ReadPacketsOptions,
  WritableFormat,
  WriteAudioOptions,
  WritePacketsOptions,
} from './file/index.js';
// Containers
export { demuxWav, muxWav } from './container/index.js';
export type {
  DemuxWavOptions,
  MuxWavOptions,
  Tags,
  WavInfo,
  WavSampleType,
} from './container/index.js';
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
// Radio server
export { icecastServer } from './icecast/index.js';
export type {
  Fallback,
  IcecastEvent,
  IcecastMount,
  IcecastServer,
  IcecastServerOptions,
  IcecastStatus,
  MountOptions,
  MountStatus,
  PlayableStream,
  SourceEnd,
  SourceStatus,
} from './icecast/index.js';

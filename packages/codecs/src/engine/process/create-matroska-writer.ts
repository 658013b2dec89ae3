import type { PacketWriter, WrittenStream } from './packet-writer.js';

/** What containers tell of a codec beside its configuration. */
export interface WaveHints {
  readonly blockAlign?: number;
  readonly bitsPerSample?: number;
  readonly bitrate?: number;
}

const ID = {
  ebml: [0x1a, 0x45, 0xdf, 0xa3],
  docType: [0x42, 0x82],
  segment: [0x18, 0x53, 0x80, 0x67],
  info: [0x15, 0x49, 0xa9, 0x66],
  timestampScale: [0x2a, 0xd7, 0xb1],
  tracks: [0x16, 0x54, 0xae, 0x6b],
  trackEntry: [0xae],
  trackNumber: [0xd7],
  trackUid: [0x73, 0xc5],
  trackType: [0x83],
  codecId: [0x86],
  codecPrivate: [0x63, 0xa2],
  audio: [0xe1],
  samplingFrequency: [0xb5],
  channels: [0x9f],
  cluster: [0x1f, 0x43, 0xb6, 0x75],
  timestamp: [0xe7],
  simpleBlock: [0xa3],
} as const;

const UNKNOWN_SIZE = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
const AUDIO_TRACK = 2;
const KEY_FRAME = 0x80;
const SECOND_IN_NS = 1_000_000_000;
/** A format tag without a codec: ffmpeg is told the codec by name. */
const NO_CODEC_TAG = 0;
const WAVE_FORMAT_BYTES = 18;

/** A number in so many bytes, the highest first. */
const integer = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, i) => Math.floor(value / 2 ** (8 * (bytes - 1 - i))) % 256);

/** The size of an element, always in eight bytes. */
const size = (length: number): number[] => [0x01, ...integer(length, 7)];
const element = (id: readonly number[], content: readonly number[]): number[] => [
  ...id,
  ...size(content.length),
  ...content,
];
const text = (value: string): number[] => [...new TextEncoder().encode(value)];
const float = (value: number): number[] => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return [...new Uint8Array(view.buffer)];
};

/** WAVEFORMATEX with the configuration behind it. */
const waveFormat = (stream: WrittenStream, hints: WaveHints): number[] => {
  const { sampleRate, channelCount, config = new Uint8Array() } = stream;
  const bytes = new Uint8Array(WAVE_FORMAT_BYTES + config.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, NO_CODEC_TAG, true);
  view.setUint16(2, channelCount, true);
  view.setUint32(4, sampleRate, true);
  view.setUint32(8, Math.round((hints.bitrate ?? 0) / 8), true);
  view.setUint16(12, hints.blockAlign ?? 0, true);
  view.setUint16(14, hints.bitsPerSample ?? 0, true);
  view.setUint16(16, config.length, true);
  bytes.set(config, WAVE_FORMAT_BYTES);
  return [...bytes];
};

/**
 * Writes packets as Matroska (RFC 9559) with a WAVEFORMATEX, which tells what NUT has no place for. A
 * cluster holds one packet; a tick is a second.
 */
export const createMatroskaWriter = (hints: WaveHints): PacketWriter => ({
  head: (stream) => {
    const audio = [
      ...element(ID.samplingFrequency, float(stream.sampleRate)),
      ...element(ID.channels, integer(stream.channelCount, 2)),
    ];
    const track = [
      ...element(ID.trackNumber, [1]),
      ...element(ID.trackUid, [1]),
      ...element(ID.trackType, [AUDIO_TRACK]),
      ...element(ID.codecId, text('A_MS/ACM')),
      ...element(ID.codecPrivate, waveFormat(stream, hints)),
      ...element(ID.audio, audio),
    ];
    return Uint8Array.from([
      ...element(ID.ebml, element(ID.docType, text('matroska'))),
      ...[...ID.segment, ...UNKNOWN_SIZE],
      ...element(ID.info, element(ID.timestampScale, integer(SECOND_IN_NS, 4))),
      ...element(ID.tracks, element(ID.trackEntry, track)),
    ]);
  },
  packet: (data, seconds) => {
    // Track 1, at the time of the cluster.
    const block = [0x81, 0, 0, KEY_FRAME];
    const head = [
      ...element(ID.timestamp, integer(seconds, 6)),
      ...ID.simpleBlock,
      ...size(block.length + data.length),
      ...block,
    ];
    const cluster = [...ID.cluster, ...size(head.length + data.length), ...head];
    const bytes = new Uint8Array(cluster.length + data.length);
    bytes.set(cluster);
    bytes.set(data, cluster.length);
    return bytes;
  },
});

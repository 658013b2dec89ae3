import type { NativeLibrary } from '@audioflow/codecs/engine';
import { AudioFlowError, type Packet } from '@audioflow/core';
import { type NativeFile, type NativeInput, openNativeInput } from './native-input.js';
import { describeNativeInput, type NativeStreamInfo } from './native-stream-info.js';
import { createPacketStamper, type RawPacket } from './packet-stamper.js';

type NativePacket = InstanceType<NativeLibrary['av']['Packet']>;

/** Copies what is needed out of a native packet; undefined for packets of other streams. */
const createCopier = (library: NativeLibrary, input: NativeInput) => {
  const { constants } = library;
  const { index, timeBase, codecpar } = input.stream;
  const toSamples = (ticks: bigint): number =>
    Math.round((Number(ticks) * timeBase.num * codecpar.sampleRate) / timeBase.den);
  let config: Uint8Array | undefined;
  return (packet: NativePacket): RawPacket | undefined => {
    const { data } = packet;
    if (packet.streamIndex !== index || data === null || data.length === 0) return undefined;
    const changed = packet.getSideData(constants.AV_PKT_DATA_NEW_EXTRADATA);
    if (changed !== null && changed.length > 0) config = new Uint8Array(changed);
    const skip = packet.getSideData(constants.AV_PKT_DATA_SKIP_SAMPLES);
    return {
      data: new Uint8Array(data),
      config,
      pts: toSamples(packet.pts),
      // What is cut at the end can make it negative, in a field that wraps at 32 bits.
      duration: toSamples(BigInt.asIntN(32, packet.duration)),
      skipStart: skip === null || skip.length < 8 ? 0 : skip.readUInt32LE(0),
      skipEnd: skip === null || skip.length < 8 ? 0 : skip.readUInt32LE(4),
    };
  };
};

const unreadable = (status: number): AudioFlowError =>
  new AudioFlowError(
    'malformed-data',
    'expected packets behind the header, got none that can be read: the file is damaged, or is to be ' +
      'read from its end (for a stream of bytes set spool: true)',
    { details: { status } },
  );

function* rawPackets(library: NativeLibrary, input: NativeInput): Generator<RawPacket, void> {
  const copy = createCopier(library, input);
  const packet = new library.av.Packet();
  packet.alloc();
  let count = 0;
  try {
    for (;;) {
      const status = input.context.readFrameSync(packet);
      if (status < 0) {
        // The end, or damage that FFmpeg cannot get over: what was read stays good.
        if (count === 0 && status !== library.constants.AVERROR_EOF) throw unreadable(status);
        return;
      }
      count++;
      const raw = copy(packet);
      packet.unref();
      if (raw !== undefined) yield raw;
    }
  } finally {
    packet.free();
  }
}

/** The packets of the stream that is read, as they come. */
export function* demuxNative(
  library: NativeLibrary,
  input: NativeInput,
  info: NativeStreamInfo,
): Generator<Packet, void> {
  const { codec, sampleRate, channelCount, totalSamples } = info;
  const { timeBase, codecpar } = input.stream;
  const stamp = createPacketStamper({
    codec: codec.id,
    sampleRate,
    frameSize: codec.fixedFrames ? Math.max(0, codecpar.frameSize) : 0,
    exact: timeBase.num === 1 && timeBase.den === sampleRate,
    totalSamples,
  });
  const packetOf = (raw: RawPacket, next: RawPacket | undefined): Packet => {
    const config = raw.config ?? info.config;
    return {
      kind: 'packet',
      codec: codec.id,
      data: raw.data,
      sampleRate,
      channelCount,
      ...stamp(raw, next),
      ...(config === undefined ? {} : { config }),
    };
  };
  let held: RawPacket | undefined;
  for (const raw of rawPackets(library, input)) {
    if (held !== undefined) yield packetOf(held, raw);
    held = raw;
  }
  if (held !== undefined) yield packetOf(held, undefined);
}

/** What is read of a file. */
export interface NativePacketOptions {
  /** Which of the streams with sound. */
  readonly stream?: number | undefined;
  /** Packets that end at or before this sample are left out. */
  readonly from?: number | undefined;
}

/** The packets of a file; everything native is freed when the generator ends. */
export function* nativePackets(
  library: NativeLibrary,
  file: NativeFile,
  { stream, from = Number.NEGATIVE_INFINITY }: NativePacketOptions = {},
): Generator<Packet, void> {
  const input = openNativeInput(library, file, stream);
  try {
    const info = describeNativeInput(library, input).stream;
    for (const packet of demuxNative(library, input, info)) {
      if (packet.pts + packet.duration > from) yield packet;
    }
  } finally {
    input.close();
  }
}

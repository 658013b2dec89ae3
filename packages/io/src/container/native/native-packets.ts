import type { NativeLibrary } from '@audioflow/codecs/engine';
import { AudioFlowError, type Packet } from '@audioflow/core';
import { mendSolePacket } from './mend-sole-packet.js';
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

/** Containers that count time in samples and find a place without reading all before it. */
const INDEXED: ReadonlySet<string> = new Set(['mov', 'flac', 'aiff', 'au', 'w64', 'wav', 'caf']);
/** Nearer than this, reading on is as fast. */
const NEAR_SECONDS = 5;

/**
 * Goes to a packet before the sample `from`, where the container can.
 *
 * @returns What stands between the container's time and that of the audio; undefined where nothing was done.
 */
const seek = (
  library: NativeLibrary,
  input: NativeInput,
  { container, sampleRate, from }: { container: string; sampleRate: number; from: number },
): number | undefined => {
  const { stream, context, file } = input;
  const backward = library.constants.AVSEEK_FLAG_BACKWARD;
  const { timeBase } = stream;
  const exact = timeBase.num === 1 && timeBase.den === sampleRate;
  const far = from > NEAR_SECONDS * sampleRate && Number.isFinite(from);
  if (file === undefined || !INDEXED.has(container) || !exact || !far) return undefined;
  const head = rawPackets(library, input);
  const first = head.next().value;
  head.return();
  if (first === undefined) return undefined;
  const offset = first.pts + first.skipStart;
  const status = context.seekFrameSync(stream.index, BigInt(from + offset), backward);
  // Without an index FFmpeg has stayed where it was, or is lost: the start is always found.
  if (status < 0) context.seekFrameSync(stream.index, 0n, backward);
  return status < 0 ? undefined : offset;
};

/** The packets of the stream that is read, as they come; those that end at or before `from` left out. */
export function* demuxNative(
  library: NativeLibrary,
  input: NativeInput,
  { info, from = Number.NEGATIVE_INFINITY }: { info: NativeStreamInfo; from?: number | undefined },
): Generator<Packet, void> {
  const { codec, sampleRate, channelCount, totalSamples, container, config } = info;
  const { timeBase, codecpar } = input.stream;
  const offset = seek(library, input, { container, sampleRate, from });
  const known = {
    codec: codec.id,
    sampleRate,
    frameSize: codec.fixedFrames ? Math.max(0, codecpar.frameSize) : 0,
    exact: timeBase.num === 1 && timeBase.den === sampleRate,
    config,
  };
  const stamperAt = (start: number | undefined) =>
    createPacketStamper({ ...known, totalSamples, start });
  let stamp: ReturnType<typeof stamperAt> | undefined;
  const packetOf = (raw: RawPacket, next: RawPacket | undefined): Packet => {
    stamp ??= stamperAt(offset === undefined ? undefined : raw.pts - offset);
    const own = raw.config ?? config;
    return {
      kind: 'packet',
      codec: codec.id,
      data: raw.data,
      sampleRate,
      channelCount,
      ...stamp(raw, next),
      ...(own === undefined ? {} : { config: own }),
    };
  };
  const isWanted = ({ pts, duration }: Packet): boolean => pts + duration > from;
  let held: RawPacket | undefined;
  for (const raw of rawPackets(library, input)) {
    const packet = held && packetOf(held, raw);
    held = raw;
    if (packet !== undefined && isWanted(packet)) yield packet;
  }
  const isSole = stamp === undefined && offset === undefined;
  const end =
    held && isSole ? mendSolePacket(held, { ...known, container, file: input.file }) : held;
  const last = end && packetOf(end, undefined);
  if (last !== undefined && isWanted(last)) yield last;
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
  { stream, from }: NativePacketOptions = {},
): Generator<Packet, void> {
  const input = openNativeInput(library, file, stream);
  try {
    const info = describeNativeInput(library, input).stream;
    yield* demuxNative(library, input, { info, from });
  } finally {
    input.close();
  }
}

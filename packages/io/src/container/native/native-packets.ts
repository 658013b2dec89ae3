import type { NativeLibrary } from '@audioflow/codecs/engine';
import type { Packet } from '@audioflow/core';
import { mendSolePacket } from './mend-sole-packet.js';
import { type NativeFile, type NativeInput, openNativeInput } from './native-input.js';
import { describeNativeInput, type NativeStreamInfo } from './native-stream-info.js';
import { oggRawReader } from './ogg-raw-reader.js';
import { createPacketStamper, type RawPacket } from './packet-stamper.js';
import { createRawReader, type PausingReader } from './raw-reader.js';

/** Containers that count time in samples and find a place without reading all before it. */
const INDEXED: ReadonlySet<string> = new Set(['mov', 'flac', 'aiff', 'au', 'w64', 'wav', 'caf']);
/** Packets that are left out in one go. */
const STRIDE = 256;
/** Nearer than this, reading on is as fast. */
const NEAR_SECONDS = 5;

const readOne = (library: NativeLibrary, input: NativeInput): RawPacket | undefined => {
  const reader = createRawReader(library, input);
  try {
    return reader.next();
  } finally {
    reader.free();
  }
};

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
  const first = readOne(library, input);
  if (first === undefined) return undefined;
  const offset = first.pts + first.skipStart;
  const status = context.seekFrameSync(stream.index, BigInt(from + offset), backward);
  // Without an index FFmpeg has stayed where it was, or is lost: the start is always found.
  if (status < 0) context.seekFrameSync(stream.index, 0n, backward);
  return status < 0 ? undefined : offset;
};

/**
 * The packets of the stream that is read, as they come; those that end at or before `from` left out: undefined, now
 * and then, so that they hold up nobody.
 */
export function* demuxNative(
  library: NativeLibrary,
  input: NativeInput,
  { info, from = Number.NEGATIVE_INFINITY }: { info: NativeStreamInfo; from?: number | undefined },
): Generator<Packet | undefined, void> {
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
  const native = createRawReader(library, input);
  const reader: PausingReader = oggRawReader(native, input.file, info) ?? native;
  let leftOut = 0;
  try {
    let held: RawPacket | undefined;
    for (;;) {
      const next = reader.next();
      if (next === 'later') {
        yield undefined;
        continue;
      }
      if (held === undefined) {
        if (next === undefined) return;
        held = next;
        continue;
      }
      const isSole = next === undefined && stamp === undefined && offset === undefined;
      const raw = isSole ? mendSolePacket(held, { ...known, container, file: input.file }) : held;
      const packet = packetOf(raw, next);
      held = next;
      if (isWanted(packet)) yield packet;
      else if (++leftOut % STRIDE === 0) yield undefined;
      if (held === undefined) return;
    }
  } finally {
    native.free();
  }
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
): Generator<Packet | undefined, void> {
  const input = openNativeInput(library, file, stream);
  try {
    const info = describeNativeInput(library, input).stream;
    yield* demuxNative(library, input, { info, from });
  } finally {
    input.close();
  }
}

import type { NativeLibrary } from '@audioflow/codecs/engine';
import { AudioFlowError } from '@audioflow/core';
import { createByteSlab } from './byte-slab.js';
import type { NativeInput } from './native-input.js';
import type { RawPacket } from './packet-stamper.js';

type NativePacket = InstanceType<NativeLibrary['av']['Packet']>;

/** Copies what is needed out of a native packet; undefined for packets of other streams. */
const createCopier = (library: NativeLibrary, input: NativeInput) => {
  const { AV_PKT_DATA_NEW_EXTRADATA, AV_PKT_DATA_SKIP_SAMPLES } = library.constants;
  const { index, timeBase, codecpar } = input.stream;
  // Once, and not for each packet: they are looked up in native memory.
  const { num, den } = timeBase;
  const { sampleRate } = codecpar;
  const toSamples = (ticks: bigint): number => Math.round((Number(ticks) * num * sampleRate) / den);
  const copy = createByteSlab();
  let config: Uint8Array | undefined;
  return (packet: NativePacket): RawPacket | undefined => {
    const { data } = packet;
    if (packet.streamIndex !== index || data === null || data.length === 0) return undefined;
    const changed = packet.getSideData(AV_PKT_DATA_NEW_EXTRADATA);
    if (changed !== null && changed.length > 0) config = new Uint8Array(changed);
    const skip = packet.getSideData(AV_PKT_DATA_SKIP_SAMPLES);
    return {
      data: copy(data),
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

/** Reads the packets of a stream one by one. */
export interface RawReader {
  /** The next packet; undefined at the end, after which it is not to be called. */
  next(): RawPacket | undefined;
  free(): void;
}

/** A reader that may have much to do before the next packet. */
export interface PausingReader extends Pick<RawReader, 'free'> {
  /** As of {@link RawReader}; `later` where others should have a turn first. */
  next(): RawPacket | 'later' | undefined;
}

/** Makes a {@link RawReader} that stands on FFmpeg's demuxer. */
export const createRawReader = (library: NativeLibrary, input: NativeInput): RawReader => {
  const { context } = input;
  const { AVERROR_EOF } = library.constants;
  const copy = createCopier(library, input);
  const packet = new library.av.Packet();
  packet.alloc();
  let count = 0;
  return {
    next: () => {
      for (;;) {
        const status = context.readFrameSync(packet);
        if (status < 0) {
          // The end, or damage that FFmpeg cannot get over: what was read stays good.
          if (count === 0 && status !== AVERROR_EOF) throw unreadable(status);
          return undefined;
        }
        count++;
        const raw = copy(packet);
        packet.unref();
        if (raw !== undefined) return raw;
      }
    },
    free: () => packet.free(),
  };
};

import { fstatSync, readSync } from 'node:fs';
import { readVorbisBlocks } from '@audioflow/codecs/bitstream';
import { sameBytes } from '@audioflow/codecs/engine';
import { createOggPacketReader, type OggPacketReader } from '../ogg/index.js';
import { createByteSlab } from './byte-slab.js';
import type { OpenFile } from './native-input.js';
import type { NativeStreamInfo } from './native-stream-info.js';
import type { RawPacket } from './packet-stamper.js';
import type { PausingReader, RawReader } from './raw-reader.js';

/** Packets that FFmpeg gives: what it says of the first two dates all. */
const FIRST = 2;
/** Packets that FFmpeg passes over in one go. */
const STRIDE = 256;
/** Packets of headers that come before them: three of Vorbis, two of Opus. */
const MOST_HEADERS = 3;

type StreamInfo = Pick<NativeStreamInfo, 'codec' | 'config' | 'container' | 'totalSamples'>;

/**
 * Whether a packet is one that FFmpeg hands on and that tells its own duration; undefined where the packets of a
 * stream cannot be told by themselves.
 */
const regularity = ({
  codec,
  config,
  container,
  totalSamples,
}: StreamInfo): ((packet: Uint8Array) => boolean) | undefined => {
  if (container !== 'ogg' || totalSamples === undefined) return undefined;
  // A packet of several frames (code 3) says in its second byte how many (RFC 6716, section 3.2.5).
  if (codec.id === 'opus')
    return ({ 0: first = 0, length }) => length > ((first & 3) === 3 ? 1 : 0);
  const blocks =
    codec.id === 'vorbis' && config !== undefined ? readVorbisBlocks(config) : undefined;
  return blocks && ((packet) => blocks.blockOf(packet) !== undefined);
};

/** Goes to the packet that FFmpeg gave first; false where it is not among the first ones. */
const findFirst = (packets: OggPacketReader, first: Uint8Array): boolean => {
  for (let i = 0; i <= MOST_HEADERS; i++) {
    const packet = packets.next();
    if (typeof packet === 'string') return false;
    if (sameBytes(packet, first)) return true;
  }
  return false;
};

const isNext = (packets: OggPacketReader, wanted: Uint8Array): boolean => {
  const packet = packets.next();
  return typeof packet !== 'string' && sameBytes(packet, wanted);
};

/**
 * Reads the packets of an Ogg file by ourselves, which costs a tenth of what so many calls into FFmpeg do. FFmpeg
 * says what there is to know of the stream, gives the first packets, and all again from where anything is not in
 * order. Undefined where the packets do not tell their durations.
 */
export const oggRawReader = (
  native: RawReader,
  file: OpenFile | undefined,
  info: StreamInfo,
): PausingReader | undefined => {
  const isRegular = regularity(info);
  if (file === undefined || isRegular === undefined) return undefined;
  const { fd, start, size } = file;
  const sizeOfAll = fstatSync(fd).size;
  const copy = createByteSlab();
  let own: OggPacketReader | undefined = createOggPacketReader(
    (into, position) => readSync(fd, into, 0, into.length, position),
    { start, end: start + size },
  );
  let given = 0;
  /** Packets that have been given and not yet passed over by FFmpeg. */
  let behind = 0;
  let config: Uint8Array | undefined;

  const nextOfFirst = (): RawPacket | undefined => {
    const raw = native.next();
    if (raw === undefined) return undefined;
    const isSame = given === 0 ? findFirst : isNext;
    if (own !== undefined && !isSame(own, raw.data)) own = undefined;
    ({ config } = raw);
    given++;
    return raw;
  };
  /** FFmpeg goes on, behind the packets that have been given: it may have hours of them to pass over. */
  const goOn = (): RawPacket | 'later' | undefined => {
    for (let i = 0; i < STRIDE && behind > 0; i++) {
      if (native.next() === undefined) return undefined;
      behind--;
    }
    return behind > 0 ? 'later' : native.next();
  };
  const leave = (): ReturnType<typeof goOn> => {
    own = undefined;
    behind = given - FIRST;
    return goOn();
  };
  return {
    next: () => {
      if (given < FIRST) return nextOfFirst();
      if (own === undefined) return goOn();
      const packet = own.next();
      // What is still being written is read on.
      if (packet === 'end') return fstatSync(fd).size === sizeOfAll ? undefined : leave();
      if (packet === 'irregular' || !isRegular(packet)) return leave();
      given++;
      const data = copy(packet);
      return { data, config, pts: Number.NaN, duration: Number.NaN, skipStart: 0, skipEnd: 0 };
    },
    free: native.free,
  };
};

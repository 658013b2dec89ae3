import type { PacketWriter, WrittenStream } from '../packet-writer.js';
import { nutCrc } from './nut-crc.js';
import { NUT_FILE_ID, NUT_FLAGS, NUT_SHORT_PACKET, NUT_STARTCODES } from './nut-syntax.js';
import { nutValue } from './nut-value.js';

/** Version 4 knows pipes, which need no more than one syncpoint. */
const VERSION = 4;
const MINOR_VERSION = 1;
const PIPE = 2;
const MAX_DISTANCE = 65_536;
const AUDIO = 1;
const PTS_SHIFT = 7;
/** That of MP3: the codec is told to ffmpeg by name, but a tag that it does not know makes it complain. */
const TAG = [0x55, 0, 0, 0];
const FRAME_FLAGS = NUT_FLAGS.key | NUT_FLAGS.codedPts | NUT_FLAGS.sizeMsb | NUT_FLAGS.checksum;

const bigEndian = (value: number): number[] => [
  (value >>> 24) & 0xff,
  (value >>> 16) & 0xff,
  (value >>> 8) & 0xff,
  value & 0xff,
];

const fromHex = (text: string): number[] =>
  Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(2 * i, 2 * i + 2), 16),
  );

const packet = (startcode: string, payload: readonly number[]): number[] => {
  const length = payload.length + 4;
  const head = [...fromHex(startcode), ...nutValue(length)];
  const guard = length > NUT_SHORT_PACKET ? bigEndian(nutCrc(Uint8Array.from(head))) : [];
  return [...head, ...guard, ...payload, ...bigEndian(nutCrc(Uint8Array.from(payload)))];
};

/** A run of `count` frame codes: flags, six fields (pts, size factor, stream, size, reserved, count). */
const codes = (flags: number, count: number): number[] => [
  ...nutValue(flags),
  ...[6, 0, 1, 0, 0, 0],
  ...nutValue(count),
];

/** Frame code 0 says everything; there is no other one. */
const mainHeader = (): number[] => [
  ...[VERSION, MINOR_VERSION, 1],
  ...nutValue(MAX_DISTANCE),
  // One time base, of seconds.
  ...[1, 1, 1],
  ...codes(FRAME_FLAGS, 1),
  ...codes(NUT_FLAGS.invalid, 254),
  ...[0, PIPE],
];

const streamHeader = ({ sampleRate, channelCount, config }: WrittenStream): number[] => [
  ...[0, AUDIO, TAG.length, ...TAG, 0, PTS_SHIFT],
  ...nutValue(MAX_DISTANCE),
  ...[0, 0],
  ...nutValue(config?.length ?? 0),
  ...(config ?? []),
  ...nutValue(sampleRate),
  1,
  ...nutValue(channelCount),
];

/** Writes packets as NUT (NUT Open Container Format, version 4), so that FFmpeg takes each as it is. */
export const createNutWriter = (): PacketWriter => ({
  head: (stream) =>
    Uint8Array.from([
      ...new TextEncoder().encode(NUT_FILE_ID),
      ...packet(NUT_STARTCODES.main, mainHeader()),
      ...packet(NUT_STARTCODES.stream, streamHeader(stream)),
      ...packet(NUT_STARTCODES.syncpoint, [0, 0]),
    ]),
  packet: (data, seconds) => {
    const pts = nutValue(seconds + 2 ** PTS_SHIFT);
    const head = [0, ...pts, ...nutValue(data.length)];
    const bytes = new Uint8Array(head.length + 4 + data.length);
    bytes.set(head);
    bytes.set(bigEndian(nutCrc(Uint8Array.from(head))), head.length);
    bytes.set(data, head.length + 4);
    return bytes;
  },
});

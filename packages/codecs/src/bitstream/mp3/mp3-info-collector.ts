import { AudioFlowError, type Packet } from '@audioflow/core';
import { crc16 } from '../crc16.js';
import { parseMp3Header } from './mp3-header.js';
import { mp3InfoFrame } from './mp3-info-frame.js';

/** Gathers from an mp3 stream's packets what its information frame is to say. */
export interface Mp3InfoCollector {
  /** The frame as far as it is known: write it before the first packet, rewrite it after the last. */
  frame(): Uint8Array<ArrayBuffer>;
  /** Takes note of a packet that is written. */
  add(packet: Packet<'mp3'>): void;
}

/** Positions kept for the seek table; when they are full every second one goes. */
const MARKS = 512;

/** Byte positions of every `step`th frame. */
interface Marks {
  readonly marks: readonly number[];
  readonly step: number;
}

const seekTableOf = ({ marks, step }: Marks, frames: number, bytes: number): Uint8Array => {
  const table = new Uint8Array(100);
  for (let i = 0; i < 100; i++) {
    const mark = marks[Math.min(Math.floor((i * frames) / 100 / step), marks.length - 1)] ?? 0;
    table[i] = Math.min(Math.floor((256 * mark) / Math.max(bytes, 1)), 255);
  }
  return table;
};

/**
 * Makes a collector for the mp3 file that begins with `first`. Its memory does not grow with the file.
 *
 * @param first The first packet (it is not added by this).
 * @throws AudioFlowError `unsupported` on a rate or channel count that mp3 does not have;
 * `malformed-data` from `add` on a packet that is no Layer III frame.
 *
 * @example
 * import { createMp3InfoCollector, parseMp3Info } from '@audioflow/codecs/bitstream';
 * import type { Packet } from '@audioflow/core';
 * const data = new Uint8Array(417);
 * data.set([0xff, 0xfb, 0x90, 0x00]);
 * const packet: Packet<'mp3'> = {
 *   kind: 'packet',
 *   codec: 'mp3',
 *   data,
 *   sampleRate: 44100,
 *   channelCount: 2,
 *   pts: 0,
 *   duration: 1152,
 * };
 * const collector = createMp3InfoCollector(packet);
 * collector.add(packet);
 * console.log(parseMp3Info(collector.frame())?.frames); // 1
 */
export const createMp3InfoCollector = (first: Packet<'mp3'>): Mp3InfoCollector => {
  const { sampleRate, channelCount } = first;
  let frames = 0;
  let bytes = 0;
  let trimStart = 0;
  let trimEnd = 0;
  let checksum = 0;
  let bitrate: number | undefined;
  let variable = false;
  let marks: number[] = [];
  let step = 1;
  return {
    frame: () => {
      const table =
        frames === 0 ? new Uint8Array(100) : seekTableOf({ marks, step }, frames, bytes);
      const common = { sampleRate, channelCount, trimStart, trimEnd, variable };
      return mp3InfoFrame({ ...common, frames, bytes, seekTable: table, audioChecksum: checksum });
    },
    add: (packet) => {
      const header = parseMp3Header(packet.data);
      if (header === undefined || header.bytes !== packet.data.length) {
        throw new AudioFlowError(
          'malformed-data',
          'mp3: expected one whole Layer III frame a packet',
        );
      }
      variable ||= bitrate !== undefined && bitrate !== header.bitrate;
      bitrate = header.bitrate;
      trimStart += packet.trimStart ?? 0;
      trimEnd += packet.trimEnd ?? 0;
      if (frames % step === 0) marks.push(bytes);
      if (marks.length === MARKS) {
        marks = marks.filter((_, index) => index % 2 === 0);
        step *= 2;
      }
      frames++;
      bytes += packet.data.length;
      checksum = crc16(packet.data, checksum);
    },
  };
};

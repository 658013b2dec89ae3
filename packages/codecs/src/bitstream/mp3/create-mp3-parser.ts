import type { Packet } from '@audioflow/core';
import { createFrameScanner } from '../frame-scanner.js';
import type { PacketParser } from '../packet-parser.js';
import { parseMp3Header } from './mp3-header.js';
import { type Mp3Info, parseMp3Info } from './mp3-info.js';
import { mp3Syntax } from './mp3-syntax.js';

/** Which samples of a stream are audio, counted from its first frame. */
interface Section {
  readonly from: number;
  readonly to: number;
  /** Where the frames end that were announced: what comes beyond is not trimmed. */
  readonly end: number;
}

const FOR_EVER = Number.POSITIVE_INFINITY;
const EVERYTHING: Section = { from: 0, to: FOR_EVER, end: FOR_EVER };

const sectionOf = (info: Mp3Info, samples: number): Section => {
  const { trimStart: from, trimEnd, frames } = info;
  // Without a frame count nobody knows which packet is the last.
  if (frames === undefined) return { ...EVERYTHING, from };
  return { from, to: frames * samples - trimEnd, end: frames * samples };
};

/**
 * Makes a parser of MPEG 1, 2 and 2.5 Layer III streams. ID3 and APE tags are skipped; an information
 * frame gives the trims of the first and last packets and is not passed on as audio.
 *
 * @example
 * import { createMp3Parser, mp3InfoFrame } from '@audioflow/codecs/bitstream';
 * const parser = createMp3Parser();
 * const frame = new Uint8Array(417);
 * frame.set([0xff, 0xfb, 0x90, 0x00]);
 * parser.push(mp3InfoFrame({ sampleRate: 44100, channelCount: 2, frames: 1, trimStart: 1105 }), () => {});
 * parser.push(frame, (packet) => {
 *   console.log(packet.pts, packet.duration, packet.trimStart); // -1105 1152 1105
 * });
 * parser.end(() => {});
 */
export const createMp3Parser = (): PacketParser<'mp3'> => {
  const scanner = createFrameScanner(mp3Syntax);
  let section = EVERYTHING;
  /** Samples since the section began. */
  let position = 0;
  let pts = 0;
  let first = true;

  const begin = (info: Mp3Info, samples: number): void => {
    section = sectionOf(info, samples);
    position = 0;
    // A later section follows on: a stream's pts never runs backwards.
    if (first) pts = -info.trimStart;
  };

  const take = (data: Uint8Array, out: (packet: Packet<'mp3'>) => void): void => {
    const header = parseMp3Header(data);
    if (header === undefined) return;
    const { samples: duration, sampleRate, channelCount } = header;
    const info = parseMp3Info(data, header);
    if (info !== undefined) {
      begin(info, duration);
      return;
    }
    const clamp = (count: number): number => Math.min(Math.max(count, 0), duration);
    const trimStart = clamp(section.from - position);
    const beyond = position >= section.end ? 0 : clamp(position + duration - section.to);
    const trimEnd = Math.min(beyond, duration - trimStart);
    const at = pts;
    first = false;
    position += duration;
    pts += duration;
    const packet: Packet<'mp3'> = {
      kind: 'packet',
      codec: 'mp3',
      data,
      sampleRate,
      channelCount,
      pts: at,
      duration,
    };
    if (trimStart === 0 && trimEnd === 0) out(packet);
    else {
      const start = trimStart === 0 ? {} : { trimStart };
      out({ ...packet, ...start, ...(trimEnd === 0 ? {} : { trimEnd }) });
    }
  };

  return {
    report: scanner.report,
    push: (bytes, out) => scanner.push(bytes, (frame) => take(frame, out)),
    end: (out) => scanner.end((frame) => take(frame, out)),
  };
};

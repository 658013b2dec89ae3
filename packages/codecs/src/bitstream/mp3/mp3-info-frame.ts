import { AudioFlowError } from '@audioflow/core';
import { crc16 } from '../crc16.js';
import { MP3_HEADER_BYTES, parseMp3Header } from './mp3-header.js';
import { MP3_DECODER_DELAY } from './mp3-info.js';
import { MPEG_BITRATES, MPEG_RATES, versionOfRate } from './mp3-tables.js';

/** What an mp3 file's information frame is to say. */
export interface Mp3Summary {
  readonly sampleRate: number;
  readonly channelCount: number;
  /** Audio frames, this one not counted. */
  readonly frames?: number;
  /** Bytes of the audio frames. */
  readonly bytes?: number;
  /** Where each hundredth of the playing time begins, in 256ths of the bytes: 100 entries. */
  readonly seekTable?: Uint8Array;
  /** Samples that the first packets say to drop. Default: no delays are written. */
  readonly trimStart?: number;
  /** Samples that the last packets say to drop. Default 0. */
  readonly trimEnd?: number;
  /** Whether the bitrate varies. Default false. */
  readonly variable?: boolean;
  /** CRC-16/ARC of the audio frames. Default 0. */
  readonly audioChecksum?: number;
}

const XING_BYTES = 8 + 4 + 4 + 100;
const LAME_BYTES = 36;

/** The smallest legal frame that holds the tag, zero but for its header. */
const emptyFrame = (sampleRate: number, channelCount: number): Uint8Array<ArrayBuffer> => {
  const version = versionOfRate(sampleRate);
  if (version === undefined || (channelCount !== 1 && channelCount !== 2)) {
    throw new AudioFlowError(
      'unsupported',
      `mp3InfoFrame: expected 1 or 2 channels at an MPEG rate, got ${channelCount} at ${sampleRate} Hz`,
    );
  }
  const rate = MPEG_RATES[version].indexOf(sampleRate);
  const bits = version === 1 ? 0xfb : version === 2 ? 0xf3 : 0xe3;
  for (let index = 1; index <= MPEG_BITRATES[version].length; index++) {
    const third = (index << 4) | (rate << 2);
    const head = Uint8Array.of(0xff, bits, third, channelCount === 1 ? 0xc0 : 0x00);
    const header = parseMp3Header(head);
    if (header === undefined) continue;
    if (header.bytes < MP3_HEADER_BYTES + header.sideBytes + XING_BYTES + LAME_BYTES) continue;
    const frame = new Uint8Array(header.bytes);
    frame.set(head);
    return frame;
  }
  throw new AudioFlowError(
    'unsupported',
    `mp3InfoFrame: no frame is large enough at ${sampleRate} Hz`,
  );
};

const twelveBits = (value: number): number => Math.min(Math.max(Math.round(value), 0), 0xfff);

/**
 * Makes the information frame that goes before the packets of an mp3 file: number of frames and bytes,
 * seek table, and the samples to drop at both ends (LAME tag), so that players show the right length and
 * play without gaps. Its length depends on rate and channel count only: write it first, rewrite it when
 * the counts are known.
 *
 * @returns One frame that decoders play as silence or, knowing it, skip.
 * @throws AudioFlowError `unsupported` on a rate or channel count that mp3 does not have.
 *
 * @example
 * import { mp3InfoFrame } from '@audioflow/codecs/bitstream';
 * const frame = mp3InfoFrame({ sampleRate: 48000, channelCount: 2, frames: 42, trimStart: 1105 });
 * console.log(frame.length, String.fromCharCode(...frame.subarray(36, 40))); // 192 Info
 */
export const mp3InfoFrame = (summary: Mp3Summary): Uint8Array<ArrayBuffer> => {
  const { sampleRate, channelCount, frames, bytes, seekTable } = summary;
  const frame = emptyFrame(sampleRate, channelCount);
  const view = new DataView(frame.buffer);
  const start = MP3_HEADER_BYTES + (parseMp3Header(frame)?.sideBytes ?? 0);
  const text = (at: number, value: string): void => {
    for (let i = 0; i < value.length; i++) frame[at + i] = value.charCodeAt(i);
  };
  text(start, summary.variable === true ? 'Xing' : 'Info');
  const known = frames === undefined ? 0 : 1;
  const sized = bytes === undefined ? 0 : 2;
  const seekable = seekTable === undefined ? 0 : 4;
  view.setUint32(start + 4, known | sized | seekable);
  let at = start + 8;
  const field = (value: number | undefined): void => {
    if (value === undefined) return;
    view.setUint32(at, value);
    at += 4;
  };
  field(frames);
  // The byte count includes this frame.
  field(bytes === undefined ? undefined : bytes + frame.length);
  if (seekTable !== undefined) {
    frame.set(seekTable.subarray(0, 100), at);
    at += 100;
  }
  // Players look for the delays only behind a name that they know.
  text(at, 'LAME3.100');
  const gapless = summary.trimStart !== undefined;
  const delay = gapless ? twelveBits(summary.trimStart - MP3_DECODER_DELAY) : 0;
  const padding = gapless ? twelveBits((summary.trimEnd ?? 0) + MP3_DECODER_DELAY) : 0;
  frame[at + 9] = summary.variable === true ? 0x04 : 0x01;
  frame[at + 21] = delay >> 4;
  frame[at + 22] = ((delay & 0xf) << 4) | (padding >> 8);
  frame[at + 23] = padding & 0xff;
  view.setUint32(at + 28, (bytes ?? 0) + frame.length);
  view.setUint16(at + 32, summary.audioChecksum ?? 0);
  // The tag's own checksum covers the frame up to it.
  view.setUint16(at + 34, crc16(frame.subarray(0, at + 34)));
  return frame;
};

import { extname } from 'node:path';
import { findFrame, isFrameStart } from '@audioflow/codecs/bitstream';
import { isPacketLog } from '../container/packet-log/index.js';

/** Who reads a source: our readers of wav and packet logs, our bitstream parsers, or FFmpeg's demuxers. */
export type SourceReader = 'wav' | 'mp3' | 'aac' | 'log' | 'native';

/** What is known of a source beside its bytes. */
export interface ReaderHints {
  /** A file name, address or other name: its extension counts. */
  readonly name: string;
  /** Whether there was an ID3 tag: then an elementary stream is meant. */
  readonly tagged: boolean;
  /** Whether elementary streams are looked for anywhere: one may join a broadcast in mid-frame. */
  readonly scans: boolean;
}

const text = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

const isWav = (head: Uint8Array): boolean =>
  ['RIFF', 'RF64', 'BW64', 'RIFX'].includes(text(head, 0, 4)) && text(head, 8, 12) === 'WAVE';

/** Starts of what FFmpeg's demuxers read: Ogg, FLAC, CAF, AIFF, Sun, WavPack, TTA, APE, AMR... */
const magics = [
  ...['OggS', 'fLaC', 'caff', 'FORM', '.snd', 'wvpk', 'TTA1', 'MAC ', '#!AMR', 'riff', 'RIFF'],
  // EBML (Matroska, WebM), ASF (WMA), MPEG program streams.
  ...['\x1a\x45\xdf\xa3', '\x30\x26\xb2\x75', '\x00\x00\x01\xba'],
  // AC-3 and E-AC-3, DTS: their sync words.
  ...['\x0b\x77', '\x7f\xfe\x80\x01'],
];
/** First boxes of MP4 files and of their segments. */
const boxes: readonly string[] = ['ftyp', 'styp', 'moov', 'moof', 'sidx'];
const TS_PACKET_BYTES = 188;

const isNative = (head: Uint8Array): boolean =>
  boxes.includes(text(head, 4, 8)) ||
  (head[0] === 0x47 && head[TS_PACKET_BYTES] === 0x47 && head[2 * TS_PACKET_BYTES] === 0x47) ||
  magics.some((magic) => text(head, 0, magic.length) === magic);

/**
 * Where the first frame stands whose end can be seen, with another one or nothing behind it: of other bytes, as
 * those of MP2, many look like the header of a frame that ends further on.
 */
const firstFrame = (codec: 'mp3' | 'aac', head: Uint8Array): number => {
  let found = findFrame(codec, head);
  while (found !== undefined) {
    const end = found.offset + found.length;
    if (end === head.length || end + HEADER_BYTES <= head.length) return found.offset;
    found = findFrame(codec, head, found.offset + 1);
  }
  return Infinity;
};

/** The first of the two elementary streams whose frames stand anywhere in the head. */
const scan = (head: Uint8Array): SourceReader | undefined => {
  const mp3 = firstFrame('mp3', head);
  const aac = firstFrame('aac', head);
  if (mp3 === aac) return undefined;
  return mp3 < aac ? 'mp3' : 'aac';
};

/** A frame header right at the start, followed by another one that can be seen, if there is more. */
const startsWith = (codec: 'mp3' | 'aac', head: Uint8Array, final: boolean): boolean => {
  if (!isFrameStart(codec, head)) return false;
  const found = findFrame(codec, head);
  if (found === undefined || found.offset !== 0) return false;
  return final || found.length + HEADER_BYTES <= head.length;
};

/** What is looked at before anything is told, and the most that a frame's header takes. */
const LEAST_BYTES = 16;
const HEADER_BYTES = 9;

/**
 * Who reads a source that begins with `head`: by content first, by extension second.
 *
 * @param head The first bytes behind an ID3 tag.
 * @param final Whether no more bytes will be shown.
 * @returns undefined where nobody can be told: with `final`, FFmpeg may know it.
 */
export const findReader = (
  head: Uint8Array,
  { name, tagged, scans }: ReaderHints,
  final: boolean,
): SourceReader | undefined => {
  if (head.length < LEAST_BYTES && !final) return undefined;
  if (isWav(head)) return 'wav';
  if (isPacketLog(head) === true) return 'log';
  if (isNative(head)) return 'native';
  if (startsWith('mp3', head, final)) return 'mp3';
  if (startsWith('aac', head, final)) return 'aac';
  if (!final) return undefined;
  const extension = extname(name).toLowerCase();
  const elementary = scans || tagged || ['.mp3', '.aac', '.adts'].includes(extension);
  return elementary ? scan(head) : undefined;
};

import { extname } from 'node:path';
import { findFrame, isFrameStart } from '@audioflow/codecs/bitstream';

/** Who reads a file: our wav reader, our bitstream parsers, or FFmpeg's demuxers. */
export type FileReader = 'wav' | 'mp3' | 'aac' | 'native';

const text = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

const isWav = (head: Uint8Array): boolean =>
  ['RIFF', 'RF64', 'BW64', 'RIFX'].includes(text(head, 0, 4)) && text(head, 8, 12) === 'WAVE';

/** Starts of files that FFmpeg's demuxers read: Ogg, FLAC, CAF, AIFF, Sun, WavPack, TTA, APE, AMR... */
const magics = ['OggS', 'fLaC', 'caff', 'FORM', '.snd', 'wvpk', 'TTA1', 'MAC ', '#!AMR', 'riff'];
/** EBML (Matroska, WebM) and ASF (WMA). */
const binaryMagics = ['\x1a\x45\xdf\xa3', '\x30\x26\xb2\x75'];

const isNative = (head: Uint8Array): boolean =>
  text(head, 4, 8) === 'ftyp' ||
  [...magics, ...binaryMagics].some((magic) => text(head, 0, magic.length) === magic);

/** The first of the two elementary streams whose frames stand anywhere in the head. */
const scan = (head: Uint8Array): FileReader | undefined => {
  const mp3 = findFrame('mp3', head)?.offset ?? Infinity;
  const aac = findFrame('aac', head)?.offset ?? Infinity;
  if (mp3 === aac) return undefined;
  return mp3 < aac ? 'mp3' : 'aac';
};

/** A frame header right at the start, followed by another one. */
const startsWith = (codec: 'mp3' | 'aac', head: Uint8Array): boolean =>
  isFrameStart(codec, head) && findFrame(codec, head)?.offset === 0;

/**
 * Who reads a file that begins with `head`: by content first, by extension second.
 *
 * @param head The first bytes behind an ID3 tag, the more the better.
 * @param tagged Whether there was such a tag: then an elementary stream is meant.
 */
export const probeContainer = (head: Uint8Array, path: string, tagged: boolean): FileReader => {
  if (isWav(head)) return 'wav';
  if (isNative(head)) return 'native';
  if (startsWith('mp3', head)) return 'mp3';
  if (startsWith('aac', head)) return 'aac';
  const extension = extname(path).toLowerCase();
  const elementary = tagged || ['.mp3', '.aac', '.adts'].includes(extension);
  return (elementary ? scan(head) : undefined) ?? 'native';
};

import { MP3_HEADER_BYTES, type Mp3Header, parseMp3Header } from './mp3-header.js';

/** Samples by which every Layer III decoder is late (LAME tag, "encoder delays"). */
export const MP3_DECODER_DELAY = 529;

/** What the information frame at the start of an mp3 stream tells. */
export interface Mp3Info {
  /** `Xing` (variable bitrate), `Info` (constant) or `VBRI`. */
  readonly kind: 'Xing' | 'Info' | 'VBRI';
  /** Audio frames that follow. */
  readonly frames?: number;
  /** Bytes of the stream. */
  readonly bytes?: number;
  /** Samples to drop at the start, the decoder's own delay included. */
  readonly trimStart: number;
  /** Samples to drop at the end. */
  readonly trimEnd: number;
}

const KINDS = ['Xing', 'Info', 'VBRI'] as const;

const kindAt = (frame: Uint8Array, at: number): Mp3Info['kind'] | undefined => {
  const first = frame[at];
  // Each audio frame comes by here: most are told by one byte.
  if (first !== 0x58 && first !== 0x49 && first !== 0x56) return undefined;
  const text = String.fromCharCode(...frame.subarray(at, at + 4));
  return KINDS.find((kind) => kind === text);
};

const viewOf = (frame: Uint8Array): DataView =>
  new DataView(frame.buffer, frame.byteOffset, frame.length);

const readVbri = (frame: Uint8Array, at: number): Mp3Info | undefined => {
  if (frame.length < at + 18) return undefined;
  const view = viewOf(frame);
  const bytes = view.getUint32(at + 10);
  const frames = view.getUint32(at + 14);
  // The delay field of VBRI is not set by its encoders in a way that can be relied on.
  return { kind: 'VBRI', frames, bytes, trimStart: 0, trimEnd: 0 };
};

const readXing = (frame: Uint8Array, at: number, kind: 'Xing' | 'Info'): Mp3Info | undefined => {
  if (frame.length < at + 8) return undefined;
  const view = viewOf(frame);
  const flags = view.getUint32(at + 4);
  const framesBytes = flags & 1 ? 4 : 0;
  const sizeBytes = flags & 2 ? 4 : 0;
  const tag = at + 8 + framesBytes + sizeBytes + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  if (frame.length < at + 8 + framesBytes + sizeBytes) return undefined;
  const counts = {
    ...(framesBytes > 0 ? { frames: view.getUint32(at + 8) } : {}),
    ...(sizeBytes > 0 ? { bytes: view.getUint32(at + 8 + framesBytes) } : {}),
  };
  // LAME tag: 9 bytes of encoder name, 12 others, then delay and padding as 12 bits each.
  const named = frame.length >= tag + 24 && (frame[tag] ?? 0) >= 0x20;
  const packed = named ? view.getUint32(tag + 20) & 0xff_ffff : 0;
  const delay = packed >> 12;
  const padding = packed & 0xfff;
  if (delay === 0 && padding === 0) return { kind, ...counts, trimStart: 0, trimEnd: 0 };
  return {
    kind,
    ...counts,
    trimStart: delay + MP3_DECODER_DELAY,
    trimEnd: Math.max(0, padding - MP3_DECODER_DELAY),
  };
};

/** Whether the side information is empty: real audio with such a frame's text in it never has that. */
const isSilent = (frame: Uint8Array, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) if (frame[i] !== 0) return false;
  return true;
};

/**
 * Reads the Xing, Info or VBRI frame that most mp3 files begin with (gabriel.mp3-tech.org, "Mp3 Info Tag
 * revision 1"). It holds no audio.
 *
 * @param frame One whole frame.
 * @returns undefined where the frame is audio.
 *
 * @example
 * import { mp3InfoFrame, parseMp3Info } from '@audioflow/codecs/bitstream';
 * const frame = mp3InfoFrame({ sampleRate: 44100, channelCount: 2, frames: 10, trimStart: 1105, trimEnd: 200 });
 * const info = parseMp3Info(frame);
 * console.log(info?.frames, info?.trimEnd); // 10 200
 */
export const parseMp3Info = (
  frame: Uint8Array,
  header: Mp3Header | undefined = parseMp3Header(frame),
): Mp3Info | undefined => {
  if (header === undefined) return undefined;
  const side = MP3_HEADER_BYTES + header.sideBytes;
  // Encoders disagree on whether the checksum counts.
  for (const at of header.protected ? [side, side + 2] : [side]) {
    const kind = kindAt(frame, at);
    if ((kind === 'Xing' || kind === 'Info') && isSilent(frame, at - header.sideBytes, at)) {
      return readXing(frame, at, kind);
    }
  }
  return kindAt(frame, 36) === 'VBRI' ? readVbri(frame, 36) : undefined;
};

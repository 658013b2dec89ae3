import { AudioFlowError } from '@audioflow/core';
import { createByteQueue } from '../../../bitstream/byte-queue.js';
import { createNutCursor, type NutCursor } from './create-nut-cursor.js';
import { type NutMain, type NutStream, parseNutMain, parseNutStream } from './nut-headers.js';
import { type NutSideData, readNutSideData } from './nut-side-data.js';
import {
  NUT_CHECKSUM_BYTES,
  NUT_ELISION_LIMIT,
  NUT_FILE_ID,
  NUT_FLAGS,
  NUT_SHORT_PACKET,
  NUT_STARTCODE_BYTE,
  NUT_STARTCODES,
} from './nut-syntax.js';

/** A frame of the one stream. */
export interface NutFrame extends NutSideData {
  /** In ticks of the stream's time base. */
  readonly pts: number;
  /** Bytes that stay as they are; none where the frame only tells something. */
  readonly data: Uint8Array;
}

/** Reads a NUT stream of one audio stream from chunks of any size. */
export interface NutReader {
  push(bytes: Uint8Array): void;
}

/** What a {@link NutReader} tells. */
export interface NutListener {
  frame(frame: NutFrame, stream: NutStream): void;
  /** The head of the stream has come; FFmpeg repeats it from time to time. */
  stream?(stream: NutStream): void;
}

const broken = (what: string): AudioFlowError =>
  new AudioFlowError('io', `process engine: expected NUT from ffmpeg, got ${what}`, {
    details: { engine: 'process' },
  });

const toHex = (bytes: Uint8Array): string =>
  bytes.reduce((text, byte) => text + byte.toString(16).padStart(2, '0'), '');

/**
 * Makes a {@link NutReader} (NUT Open Container Format, versions 3 and 4): frames are put out as soon as
 * their last byte has come.
 */
export const createNutReader = (listener: NutListener): NutReader => {
  const queue = createByteQueue();
  let opened = false;
  let main: NutMain | undefined;
  let stream: NutStream | undefined;
  let lastPts = 0;

  const syncpoint = (payload: Uint8Array): void => {
    if (main === undefined || stream === undefined) return;
    const key = createNutCursor(payload).value();
    const rate = main.rates[key % main.rates.length] ?? 1;
    lastPts = Math.floor((Math.floor(key / main.rates.length) * stream.rate) / rate);
  };
  const take = (startcode: string, payload: Uint8Array): void => {
    if (startcode === NUT_STARTCODES.main) main = parseNutMain(payload);
    else if (startcode === NUT_STARTCODES.syncpoint) syncpoint(payload);
    else if (startcode === NUT_STARTCODES.stream && main !== undefined) {
      stream = parseNutStream(payload, main);
      listener.stream?.(stream);
    }
  };
  /** A packet that begins with a startcode: how long it is; 0 where it has not all come. */
  const readPacket = (view: Uint8Array): number => {
    const cursor = createNutCursor(view);
    const startcode = toHex(cursor.bytes(8));
    const length = cursor.value();
    if (length > NUT_SHORT_PACKET) cursor.bytes(NUT_CHECKSUM_BYTES);
    const payload = cursor.bytes(length);
    if (cursor.short) return 0;
    take(startcode, payload.subarray(0, length - NUT_CHECKSUM_BYTES));
    return cursor.at;
  };
  const readPts = (cursor: NutCursor, { ptsShift }: NutStream): number => {
    const coded = cursor.value();
    const span = 2 ** ptsShift;
    if (coded >= span) return coded - span;
    const low = lastPts - Math.floor((span - 1) / 2);
    return low + ((((coded - low) % span) + span) % span);
  };
  /** A frame: how long it is; 0 where it has not all come. */
  const readFrame = (view: Uint8Array): number => {
    if (main === undefined || stream === undefined) throw broken('a frame before the headers');
    const cursor = createNutCursor(view);
    const code = main.codes[cursor.byte()];
    if (code === undefined || (code.flags & NUT_FLAGS.invalid) !== 0) throw broken('no frame');
    let { flags } = code;
    if ((flags & NUT_FLAGS.coded) !== 0) flags ^= cursor.value();
    const has = (flag: number): boolean => (flags & flag) !== 0;
    if (has(NUT_FLAGS.streamId)) cursor.value();
    const pts = has(NUT_FLAGS.codedPts) ? readPts(cursor, stream) : lastPts + code.ptsDelta;
    const size = code.sizeRest + (has(NUT_FLAGS.sizeMsb) ? cursor.value() * code.sizeFactor : 0);
    if (has(NUT_FLAGS.matchTime)) cursor.signed();
    const headerIndex = has(NUT_FLAGS.headerIndex) ? cursor.value() : code.headerIndex;
    const reserved = has(NUT_FLAGS.reserved) ? cursor.value() : code.reserved;
    for (let left = reserved; left > 0 && !cursor.short; left--) cursor.value();
    if (has(NUT_FLAGS.checksum)) cursor.bytes(NUT_CHECKSUM_BYTES);
    const head = size > NUT_ELISION_LIMIT ? undefined : main.heads[headerIndex];
    const elided = head?.length ?? 0;
    const start = cursor.at;
    const body = cursor.bytes(size - elided);
    if (cursor.short) return 0;
    lastPts = pts;
    const inner = createNutCursor(body);
    const told = has(NUT_FLAGS.sideData) ? readNutSideData(inner) : {};
    queue.drop(start + inner.at);
    const rest = queue.take(body.length - inner.at);
    const data = elided === 0 ? rest : Uint8Array.of(...(head ?? []), ...rest);
    listener.frame({ pts, data, ...told }, stream);
    return cursor.at;
  };
  const readNext = (): boolean => {
    const { view } = queue;
    if (view.length === 0) return false;
    if (view[0] !== NUT_STARTCODE_BYTE) return readFrame(view) > 0;
    const length = readPacket(view);
    queue.drop(length);
    return length > 0;
  };
  return {
    push: (bytes) => {
      queue.push(bytes);
      if (!opened) {
        if (queue.length < NUT_FILE_ID.length) return;
        queue.drop(NUT_FILE_ID.length);
        opened = true;
      }
      while (readNext());
    },
  };
};

import { createNutCursor, type NutCursor } from './create-nut-cursor.js';
import { NUT_FLAGS, NUT_STARTCODE_BYTE } from './nut-syntax.js';

/** What a frame's first byte stands for. */
export interface NutFrameCode {
  readonly flags: number;
  readonly ptsDelta: number;
  readonly sizeFactor: number;
  readonly sizeRest: number;
  readonly reserved: number;
  readonly headerIndex: number;
}

/** What the main header tells. */
export interface NutMain {
  readonly version: number;
  /** Of each time base, ticks per second. */
  readonly rates: readonly number[];
  readonly codes: readonly NutFrameCode[];
  /** What frames may begin with without saying so. */
  readonly heads: readonly Uint8Array[];
}

/** What the header of an audio stream tells. */
export interface NutStream {
  readonly rate: number;
  readonly ptsShift: number;
  readonly config: Uint8Array;
  readonly sampleRate: number;
  readonly channelCount: number;
}

const CODES = 256;
const INVALID: NutFrameCode = {
  flags: NUT_FLAGS.invalid,
  ptsDelta: 0,
  sizeFactor: 1,
  sizeRest: 0,
  reserved: 0,
  headerIndex: 0,
};

/** The table of frame codes, a run of codes at a time: each says only what differs from the run before. */
const readCodes = (cursor: NutCursor): NutFrameCode[] => {
  const codes: NutFrameCode[] = [];
  let ptsDelta = 0;
  let sizeFactor = 1;
  let headerIndex = 0;
  while (codes.length < CODES && !cursor.short) {
    const flags = cursor.value();
    const fields = cursor.value();
    if (fields > 0) ptsDelta = cursor.signed();
    if (fields > 1) sizeFactor = cursor.value();
    if (fields > 2) cursor.value();
    const size = fields > 3 ? cursor.value() : 0;
    const reserved = fields > 4 ? cursor.value() : 0;
    const count = fields > 5 ? cursor.value() : sizeFactor - size;
    if (fields > 6) cursor.signed();
    if (fields > 7) headerIndex = cursor.value();
    for (let extra = 8; extra < fields && !cursor.short; extra++) cursor.value();
    for (let i = 0; i < count && codes.length < CODES; i++) {
      if (codes.length === NUT_STARTCODE_BYTE) codes.push(INVALID);
      codes.push({ flags, ptsDelta, sizeFactor, sizeRest: size + i, reserved, headerIndex });
    }
    // The last run may stop before the startcodes' byte.
    if (count <= 0) break;
  }
  return codes;
};

/** Reads the payload of a main header. */
export const parseNutMain = (payload: Uint8Array): NutMain => {
  const cursor = createNutCursor(payload);
  const version = cursor.value();
  if (version > 3) cursor.value();
  cursor.value();
  cursor.value();
  const rates: number[] = [];
  for (let left = cursor.value(); left > 0 && !cursor.short; left--) {
    const seconds = cursor.value();
    rates.push(cursor.value() / seconds);
  }
  const codes = readCodes(cursor);
  const heads = [new Uint8Array()];
  for (let left = cursor.value(); left > 0 && !cursor.short; left--) {
    heads.push(cursor.block().slice());
  }
  return { version, rates, codes, heads };
};

/** Reads the payload of a stream header. */
export const parseNutStream = (payload: Uint8Array, main: NutMain): NutStream => {
  const cursor = createNutCursor(payload);
  cursor.value();
  cursor.value();
  cursor.block();
  const rate = main.rates[cursor.value()] ?? 1;
  const ptsShift = cursor.value();
  cursor.value();
  cursor.value();
  cursor.value();
  const config = cursor.block().slice();
  const sampleRate = cursor.value() / cursor.value();
  return { rate, ptsShift, config, sampleRate, channelCount: cursor.value() };
};

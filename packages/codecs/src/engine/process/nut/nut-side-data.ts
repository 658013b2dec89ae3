import type { NutCursor } from './create-nut-cursor.js';

/** What a frame says beside its data. */
export interface NutSideData {
  /** Samples to be dropped at its end. */
  readonly skipEnd?: number;
  /** The configuration that holds from here on. */
  readonly config?: Uint8Array;
}

const text = new TextDecoder();

const readItem = (cursor: NutCursor, told: { skipEnd?: number; config?: Uint8Array }): void => {
  const name = text.decode(cursor.block());
  const type = cursor.signed();
  if (type === -1) cursor.block();
  else if (type === -2) {
    cursor.block();
    const bytes = cursor.block().slice();
    if (name === 'Extradata') told.config = bytes;
  } else if (type === -3) cursor.signed();
  else if (type === -4) cursor.value();
  else if (type < -4) cursor.signed();
  else if (name === 'SkipEnd') told.skipEnd = type;
};

/** Reads the two lists, side data and meta data, that begin a frame which has any. */
export const readNutSideData = (cursor: NutCursor): NutSideData => {
  const told: { skipEnd?: number; config?: Uint8Array } = {};
  for (let list = 0; list < 2; list++) {
    for (let left = cursor.value(); left > 0 && !cursor.short; left--) readItem(cursor, told);
  }
  return told;
};

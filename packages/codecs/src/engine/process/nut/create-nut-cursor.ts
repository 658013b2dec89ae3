/** Reads NUT's types from bytes; past their end it reads zeros, and says so. */
export interface NutCursor {
  readonly at: number;
  /** Whether something was asked for that is not there. */
  readonly short: boolean;
  byte(): number;
  /** A number of any length (type `v`). */
  value(): number;
  /** The same with a sign (type `s`). */
  signed(): number;
  /** So many bytes, as a view. */
  bytes(length: number): Uint8Array;
  /** Bytes that tell their length (type `vb`), as a view. */
  block(): Uint8Array;
}

/** Makes a {@link NutCursor} at the start of `data`. */
export const createNutCursor = (data: Uint8Array): NutCursor => {
  let at = 0;
  const byte = (): number => data[at++] ?? 0;
  const value = (): number => {
    let result = 0;
    for (;;) {
      const part = byte();
      result = result * 128 + (part & 0x7f);
      if (part < 128) return result;
    }
  };
  const bytes = (length: number): Uint8Array => {
    const view = data.subarray(Math.min(at, data.length), at + length);
    at += length;
    return view;
  };
  return {
    get at() {
      return at;
    },
    get short() {
      return at > data.length;
    },
    byte,
    value,
    signed: () => {
      const folded = value() + 1;
      return folded % 2 === 1 ? -Math.floor(folded / 2) : folded / 2;
    },
    bytes,
    block: () => bytes(value()),
  };
};

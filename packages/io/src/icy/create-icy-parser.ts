import { AudioFlowError } from '@audioflow/core';
import type { IcyTitle } from './encode-icy-block.js';
import { parseIcyBlock } from './parse-icy-block.js';

/** What an {@link IcyParser} finds, in the order in which it came. */
export type IcyEvent =
  /** Audio, as a view of the bytes that were pushed. */
  | { readonly type: 'audio'; readonly bytes: Uint8Array }
  /** A title; `offset` tells before which byte of the audio. */
  | ({ readonly type: 'metadata'; readonly offset: number } & IcyTitle);

/** Takes a stream with ICY metadata apart. */
export interface IcyParser {
  /** Takes bytes, cut anywhere. */
  push(bytes: Uint8Array, out: (event: IcyEvent) => void): void;
}

/** A length byte counts so many bytes. */
const UNIT_BYTES = 16;

/**
 * Makes a parser of a byte stream into which a station has put titles: after each `metaint` bytes of
 * audio a length byte, and 16 times as many bytes of text. In plain words: audio on one side, "now
 * playing" on the other.
 *
 * It holds no more than one block, 4080 bytes at the most. A block that names no title is dropped; a
 * title is told each time it comes, changed or not.
 *
 * @param metaint Bytes of audio between blocks, as the header `icy-metaint` says; 0 for a stream without.
 * @throws AudioFlowError `invalid-option` when `metaint` is no whole number from 0 on.
 *
 * @example
 * import { createIcyParser } from '@audioflow/io';
 * const parser = createIcyParser(4);
 * const block = Buffer.alloc(33);
 * block[0] = 2;
 * block.write("StreamTitle='Café - Song 1';", 1);
 * const bytes = Buffer.concat([Buffer.from('abcd'), block, Buffer.from('ef')]);
 * parser.push(bytes, (event) => {
 *   if (event.type === 'audio') console.log(Buffer.from(event.bytes).toString()); // abcd ef
 *   else console.log(event.offset, event.title); // 4 Café - Song 1
 * });
 */
export const createIcyParser = (metaint: number): IcyParser => {
  if (!Number.isSafeInteger(metaint) || metaint < 0) {
    throw new AudioFlowError(
      'invalid-option',
      `createIcyParser: expected a metaint of 0 or more whole bytes, got ${metaint}`,
    );
  }
  /** Audio bytes until the next length byte. */
  let left = metaint === 0 ? Number.POSITIVE_INFINITY : metaint;
  let offset = 0;
  let block: Uint8Array | undefined;
  let filled = 0;

  const takeAudio = (bytes: Uint8Array, out: (event: IcyEvent) => void): number => {
    const count = Math.min(left, bytes.length);
    left -= count;
    offset += count;
    out({ type: 'audio', bytes: bytes.subarray(0, count) });
    return count;
  };
  const takeLength = (units: number): number => {
    if (units === 0) left = metaint;
    else block = new Uint8Array(units * UNIT_BYTES);
    filled = 0;
    return 1;
  };
  const takeBlock = (
    into: Uint8Array,
    bytes: Uint8Array,
    out: (event: IcyEvent) => void,
  ): number => {
    const count = Math.min(into.length - filled, bytes.length);
    into.set(bytes.subarray(0, count), filled);
    filled += count;
    if (filled < into.length) return count;
    block = undefined;
    left = metaint;
    const found = parseIcyBlock(into);
    if (found !== undefined) out({ type: 'metadata', offset, ...found });
    return count;
  };

  return {
    push(bytes, out) {
      for (let at = 0; at < bytes.length; ) {
        const rest = bytes.subarray(at);
        if (block !== undefined) at += takeBlock(block, rest, out);
        else if (left > 0) at += takeAudio(rest, out);
        else at += takeLength(bytes[at] ?? 0);
      }
    },
  };
};

import { decodeIcyText } from './decode-icy-text.js';
import type { IcyTitle } from './encode-icy-block.js';

const QUOTES: readonly string[] = ["'", '"'];
const KEY = /^\s*[A-Za-z]\w*=/;

/** Whether a value may end before `rest`: nothing is left, or the next field begins. */
const isBorder = (rest: string): boolean => rest.trim() === '' || KEY.test(rest);

/** Where a quoted value ends. Titles have quotes in them, and nobody escapes them. */
const endOfQuoted = (text: string, quote: string): number => {
  const close = `${quote};`;
  for (let at = text.indexOf(close); at >= 0; at = text.indexOf(close, at + 1)) {
    if (isBorder(text.slice(at + 2, at + 66))) return at;
  }
  // A block that was cut, or the last semicolon forgotten.
  const last = text.lastIndexOf(quote);
  return last >= 0 && /^[;\s]*$/.test(text.slice(last + 1)) ? last : text.length;
};

/** The value that begins `text`, with or without quotes. */
const readValue = (text: string): string => {
  const quote = text[0] ?? '';
  if (!QUOTES.includes(quote)) return text.split(';', 1)[0] ?? '';
  const rest = text.slice(1);
  return rest.slice(0, endOfQuoted(rest, quote));
};

/** The value of a field; undefined where there is none. */
const fieldOf = (text: string, key: string): string | undefined => {
  const found = new RegExp(`(?:^|;)\\s*${key}=`, 'i').exec(text);
  if (found === null) return undefined;
  return readValue(text.slice(found.index + found[0].length)).trim();
};

/**
 * Reads a block of ICY metadata, such as `StreamTitle='Band - Song';StreamUrl='http://...';`, as
 * tolerantly as players do: any quotes, quotes within, missing ends, UTF-8 or Latin-1.
 *
 * @returns undefined where the block names no title.
 */
export const parseIcyBlock = (block: Uint8Array): IcyTitle | undefined => {
  const end = block.indexOf(0);
  const text = decodeIcyText(end < 0 ? block : block.subarray(0, end));
  const title = fieldOf(text, 'StreamTitle');
  if (title === undefined) return undefined;
  const url = fieldOf(text, 'StreamUrl');
  return url === undefined || url === '' ? { title } : { title, url };
};

const utf8 = new TextDecoder('utf-8', { fatal: true });
/** What the web calls Latin-1: with the quotes and dashes that titles are full of. */
const latin1 = new TextDecoder('windows-1252');

/** A control character would break a header or a terminal that a title is passed on to. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]+/g;

/**
 * Text of a broadcaster, who says nothing of its encoding: UTF-8 if it is, else Latin-1. Control
 * characters become spaces.
 */
export const decodeIcyText = (bytes: Uint8Array): string => {
  const decode = (): string => {
    try {
      return utf8.decode(bytes);
    } catch {
      return latin1.decode(bytes);
    }
  };
  return decode().replace(CONTROLS, ' ').trim();
};

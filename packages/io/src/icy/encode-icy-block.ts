/** What is playing, as listeners are told. */
export interface IcyTitle {
  readonly title: string;
  /** A page or picture of it: `StreamUrl`. */
  readonly url?: string | undefined;
}

/** One length byte counts sixteens. */
const MAX_BYTES = 255 * 16;

const encoder = new TextEncoder();

/**
 * Players take the text up to the first `';`, and quotes within as they are. So quotes stay, and only
 * that pair is broken up. Control characters would end up on terminals.
 */
const clean = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').replaceAll("';", "' ;");

/** Cuts UTF-8 between two characters. */
const cut = (bytes: Uint8Array, limit: number): Uint8Array => {
  if (bytes.length <= limit) return bytes;
  let end = limit;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
};

const field = (name: string, text: string, room: number): Uint8Array => {
  const value = cut(encoder.encode(clean(text)), room - name.length - "='';".length);
  return Buffer.concat([encoder.encode(`${name}='`), value, encoder.encode("';")]);
};

/**
 * A metadata block of the SHOUTcast protocol: a length byte that counts sixteens, then
 * `StreamTitle='...';` and, if there is one and room for it, `StreamUrl='...';`, in UTF-8, padded with
 * zeros. A title that is too long is cut between two characters; a block has at most 1 + 255 * 16 bytes.
 */
export const encodeIcyBlock = ({ title, url }: IcyTitle): Uint8Array => {
  const titleField = field('StreamTitle', title, MAX_BYTES);
  const urlField =
    url === undefined ? new Uint8Array(0) : field('StreamUrl', url, Number.POSITIVE_INFINITY);
  const fits = titleField.length + urlField.length <= MAX_BYTES;
  const text = fits ? Buffer.concat([titleField, urlField]) : titleField;
  const sixteens = Math.ceil(text.length / 16);
  const block = new Uint8Array(1 + 16 * sixteens);
  block[0] = sixteens;
  block.set(text, 1);
  return block;
};

/** The samples of a lossy file that are not audio, and those that are. */
export interface GaplessInfo {
  /** Samples to drop at the start. */
  readonly trimStart: number;
  /** Samples to drop at the end. */
  readonly trimEnd: number;
  /** Samples that are left. */
  readonly samples: number;
}

/** What the comment is named. */
export const GAPLESS_COMMENT = 'iTunSMPB';

const hex = (value: number, digits: number): string =>
  value.toString(16).toUpperCase().padStart(digits, '0');

/** The comment that iTunes writes: twelve hexadecimal fields, of which three mean something. */
export const gaplessComment = ({ trimStart, trimEnd, samples }: GaplessInfo): string => {
  const zero = hex(0, 8);
  const fields = [zero, hex(trimStart, 8), hex(trimEnd, 8), hex(samples, 16)];
  return ` ${[...fields, ...new Array<string>(8).fill(zero)].join(' ')}`;
};

/**
 * An ID3v2.3 tag with an `iTunSMPB` comment (id3.org, "ID3 tag version 2.3.0", COMM): what lets an
 * ADTS file, which has no place for it, say its priming and padding. Its length is always the same.
 */
export const gaplessTag = (info: GaplessInfo): Uint8Array => {
  const body = Buffer.from(`\0eng${GAPLESS_COMMENT}\0${gaplessComment(info)}`, 'latin1');
  const tag = Buffer.alloc(20 + body.length);
  tag.write('ID3\x03', 'latin1');
  // The tag's size is written in bytes of seven bits.
  tag[8] = (10 + body.length) >> 7;
  tag[9] = (10 + body.length) & 0x7f;
  tag.write('COMM', 10, 'latin1');
  tag.writeUInt32BE(body.length, 14);
  body.copy(tag, 20);
  return new Uint8Array(tag);
};

/** Reads the text of an `iTunSMPB` comment; undefined where it makes no sense. */
export const parseGapless = (text: string): GaplessInfo | undefined => {
  const fields = text.trim().split(/\s+/);
  if (fields.length < 4 || !fields.slice(0, 4).every((field) => /^[0-9a-f]+$/i.test(field))) {
    return undefined;
  }
  const [trimStart = 0, trimEnd = 0, samples = 0] = fields
    .slice(1, 4)
    .map((f) => Number.parseInt(f, 16));
  // A second of priming is no priming: the comment is broken.
  return trimStart < 48_000 && trimEnd < 48_000 ? { trimStart, trimEnd, samples } : undefined;
};

/** What the head of an Ogg page says (RFC 3533, section 6). */
export interface OggPage {
  /** Whether a logical stream begins with it. */
  readonly begins: boolean;
  /** Whether its stream ends with it. */
  readonly ends: boolean;
  /** Whether it begins in the middle of a packet. */
  readonly continues: boolean;
  readonly serial: number;
  /** Its number within its stream. */
  readonly sequence: number;
  /** Where its stream stands at the end of the page; negative where no packet ends in it. */
  readonly granule: number;
  /** Bytes of its head, at whose end the sizes of its segments stand. */
  readonly headBytes: number;
  /** Bytes of the whole page. */
  readonly bytes: number;
}

/** Bytes of a page head without the sizes of segments. */
export const PAGE_HEAD_BYTES = 27;
/** Where the checksum stands. */
export const CHECKSUM_AT = 22;
/** The most that a page head takes. */
export const MAX_PAGE_HEAD_BYTES: number = PAGE_HEAD_BYTES + 255;
/** The most that a page takes. */
export const MAX_PAGE_BYTES: number = MAX_PAGE_HEAD_BYTES + 255 * 255;

const MAGIC = [0x4f, 0x67, 0x67, 0x53];

/** The page that begins at `at`; `garbage` where none does, undefined where its head is not all there. */
export const oggPageAt = (bytes: Uint8Array, at: number): OggPage | 'garbage' | undefined => {
  for (let i = 0; i < MAGIC.length; i++) {
    if (at + i >= bytes.length) return undefined;
    if (bytes[at + i] !== MAGIC[i]) return 'garbage';
  }
  if (at + PAGE_HEAD_BYTES > bytes.length) return undefined;
  const segments = bytes[at + 26] ?? 0;
  const headBytes = PAGE_HEAD_BYTES + segments;
  if (at + headBytes > bytes.length) return undefined;
  let size = headBytes;
  for (let i = 0; i < segments; i++) size += bytes[at + PAGE_HEAD_BYTES + i] ?? 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, PAGE_HEAD_BYTES);
  const flags = bytes[at + 5] ?? 0;
  return {
    begins: (flags & 2) !== 0,
    ends: (flags & 4) !== 0,
    continues: (flags & 1) !== 0,
    serial: view.getUint32(14, true),
    sequence: view.getUint32(18, true),
    headBytes,
    granule: Number(view.getBigInt64(6, true)),
    bytes: size,
  };
};

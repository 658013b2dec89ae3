import { createByteQueue } from '@audioflow/codecs/bitstream';
import { type OggPage, oggPageAt } from './ogg-page.js';

/** Bytes of a chained Ogg stream that belong together. */
export interface OggPiece {
  readonly bytes: Uint8Array;
  /** Whether a link of the chain begins with them: a page that begins a stream, after others that do not. */
  readonly link: boolean;
  /** What page they are, where they are one. */
  readonly page?: OggPage;
}

/** Cuts a chained Ogg stream into its links (RFC 3533, section 4), pages that come in any pieces. */
export interface OggSplitter {
  push(bytes: Uint8Array): readonly OggPiece[];
  /** What is left at the end: the part of a page. */
  end(): Uint8Array;
}

/** Makes an {@link OggSplitter}; it holds a page at most. */
export const createOggSplitter = (): OggSplitter => {
  const queue = createByteQueue();
  let inHeads = true;

  const skipGarbage = (view: Uint8Array): Uint8Array => {
    const next = view.indexOf(0x4f, 1);
    return queue.take(next < 0 ? view.length : next);
  };
  const next = (): OggPiece | undefined => {
    const { view } = queue;
    const page = oggPageAt(view, 0);
    if (page === undefined) return undefined;
    if (page === 'garbage') return { bytes: skipGarbage(view), link: false };
    if (view.length < page.bytes) return undefined;
    const link = page.begins && !inHeads;
    inHeads = page.begins;
    return { bytes: queue.take(page.bytes), link, page };
  };
  return {
    push: (bytes) => {
      queue.push(bytes);
      const pieces: OggPiece[] = [];
      for (let piece = next(); piece !== undefined; piece = next()) pieces.push(piece);
      return pieces;
    },
    end: () => queue.take(queue.length),
  };
};

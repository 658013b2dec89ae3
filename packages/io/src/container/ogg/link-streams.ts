import { type ByteStream, fromPull, toAsyncIterable } from '@audioflow/core';
import { createOggSplitter, type OggPiece } from './ogg-splitter.js';

/** The links of a chained Ogg stream, one after the other. */
export interface LinkStreams {
  /** The bytes of the next link, once; undefined after the last. What is left of the one before is passed over. */
  next(): Promise<ByteStream | undefined>;
  /** The last granule position of the link that was read; undefined where several streams make it up. */
  readonly granule: number | undefined;
  /** Lets go of the source; idempotent. */
  close(): Promise<void>;
}

/** Cuts a stream of bytes into the links of its chain, as they come. */
export const createLinkStreams = (bytes: ByteStream): LinkStreams => {
  const source = toAsyncIterable(bytes)[Symbol.asyncIterator]();
  const splitter = createOggSplitter();
  let waiting: OggPiece[] = [];
  let ended = false;
  let first = true;
  let granule: number | undefined;
  let serial: number | undefined;
  let isMixed = false;

  const note = ({ page, link: begins }: OggPiece): void => {
    if (begins) {
      granule = undefined;
      serial = undefined;
      isMixed = false;
    }
    if (page === undefined) return;
    isMixed ||= serial !== undefined && serial !== page.serial;
    serial = page.serial;
    if (page.granule >= 0) granule = page.granule;
  };

  /** The next piece, which stays; undefined at the end. */
  const peek = async (): Promise<OggPiece | undefined> => {
    while (waiting.length === 0 && !ended) {
      const { done, value } = await source.next();
      ended = done === true;
      const rest = ended ? splitter.end() : undefined;
      if (rest === undefined) waiting.push(...splitter.push(value ?? new Uint8Array()));
      else if (rest.length > 0) waiting.push({ bytes: rest, link: false });
    }
    return waiting[0];
  };
  /** Leaves the wait for the next bytes when it is left itself: they stay for the next link. */
  async function* link(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let leave = (): void => {};
    signal.addEventListener('abort', () => leave(), { once: true });
    const peekUnlessLeft = (): Promise<OggPiece | undefined> =>
      new Promise((resolve, reject) => {
        leave = () => resolve(undefined);
        peek().then(resolve, reject);
      });
    for (let isFirst = true; ; isFirst = false) {
      const piece = await peekUnlessLeft();
      if (piece === undefined || (piece.link && !isFirst)) return;
      waiting = waiting.slice(1);
      note(piece);
      yield piece.bytes;
    }
  }
  return {
    next: async () => {
      for (let piece = await peek(); !first && piece !== undefined && !piece.link; ) {
        waiting = waiting.slice(1);
        piece = await peek();
      }
      first = false;
      if ((await peek()) === undefined) return undefined;
      return fromPull(link, { name: 'readAudio' });
    },
    get granule() {
      return isMixed ? undefined : granule;
    },
    close: async () => {
      ended = true;
      waiting = [];
      await source.return?.();
    },
  };
};

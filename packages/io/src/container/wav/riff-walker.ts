import { createChunkCollector } from './chunk-collector.js';

/** What to do with a chunk: gather it whole, pass it over, or hand its bytes on as they come. */
export type ChunkPlan = 'collect' | 'skip' | { readonly streamBytes: number };

/** What a RIFF walker calls, in the order of the file. */
export interface RiffHandlers {
  /** The first 12 bytes. */
  head(bytes: Uint8Array): void;
  /** A chunk begins; `offset` is the byte after its head. */
  chunk(id: string, size: number, offset: number): ChunkPlan;
  /** A chunk that was to be collected is whole. */
  body(id: string, bytes: Uint8Array): void;
  /** Bytes of the chunk that is streamed; false stops the walk. */
  stream(bytes: Uint8Array): boolean;
  /** The streamed chunk has come to its stated end. */
  streamEnd(): void;
}

/** Walks the chunks of a RIFF stream that comes in pieces of any size. */
export interface RiffWalker {
  push(bytes: Uint8Array): void;
  /** Bytes walked so far. */
  readonly offset: number;
  /** Bytes that the streamed chunk still lacks; 0 outside of it. */
  readonly missing: number;
}

interface Position {
  state: 'riff' | 'head' | 'body' | 'skip' | 'stream';
  id: string;
  left: number;
  pad: number;
  offset: number;
}

export const chunkId = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 4));

export const uint32At = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);

/** Chunks are padded to even sizes (Microsoft RIFF); the pad byte is not in the stated size. */
export const createRiffWalker = (handlers: RiffHandlers): RiffWalker => {
  const collector = createChunkCollector();
  collector.expect(12);
  const at: Position = { state: 'riff', id: '', left: 0, pad: 0, offset: 0 };

  const enterHead = (): void => {
    at.state = 'head';
    collector.expect(8);
  };

  const enterChunk = (head: Uint8Array): void => {
    at.id = chunkId(head);
    const size = uint32At(head, 4);
    const plan = handlers.chunk(at.id, size, at.offset);
    at.left = typeof plan === 'object' ? plan.streamBytes : size;
    at.pad = at.left % 2 === 1 ? 1 : 0;
    at.state = typeof plan === 'object' ? 'stream' : plan === 'collect' ? 'body' : 'skip';
    if (plan === 'collect') collector.expect(size);
  };

  const skipPad = (): void => {
    at.left = at.pad;
    at.pad = 0;
    at.state = 'skip';
    if (at.left === 0) enterHead();
  };

  const takeWhole = (bytes: Uint8Array, from: number): number => {
    const used = collector.take(bytes, from);
    at.offset += used;
    if (collector.missing > 0) return used;
    const whole = collector.bytes;
    if (at.state === 'head') enterChunk(whole);
    else if (at.state === 'riff') {
      handlers.head(whole);
      enterHead();
    } else {
      handlers.body(at.id, whole);
      skipPad();
    }
    return used;
  };

  const takeSome = (bytes: Uint8Array, from: number): number => {
    const used = Math.min(at.left, bytes.length - from);
    at.left -= used;
    at.offset += used;
    const streamed = at.state === 'stream';
    if (streamed && used > 0 && !handlers.stream(bytes.subarray(from, from + used))) return -1;
    if (at.left > 0) return used;
    if (streamed) handlers.streamEnd();
    skipPad();
    return used;
  };

  return {
    push(bytes) {
      for (let from = 0; from < bytes.length; ) {
        const some = at.state === 'stream' || at.state === 'skip';
        const used = some ? takeSome(bytes, from) : takeWhole(bytes, from);
        if (used < 0) return;
        from += used;
      }
    },
    get offset() {
      return at.offset;
    },
    get missing() {
      return at.state === 'stream' ? at.left : 0;
    },
  };
};

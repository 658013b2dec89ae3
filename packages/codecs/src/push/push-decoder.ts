import { AudioFlowError, type AudioFrame, createFrameFifo, type Packet } from '@audioflow/core';
import type { AudioCodec } from '@audioflow/core/codec';
import { createPushLife, expectSync, type PushGetOptions, type PushState } from './push-session.js';

/** What a {@link PushDecoder} is opened for: the first packet will do. */
export interface PushDecoderInit {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly config?: Uint8Array;
  /** Samples per frame that `get` answers. Default: as the codec puts them out. */
  readonly chunkSamples?: number;
}

/** A decoder for programs that call instead of subscribe: packets are put in, frames are got out. */
export interface PushDecoder<C extends string> {
  /** `ready`: `get()` has a frame; `need-more`: less than a chunk is held; `empty`: nothing is. */
  readonly state: PushState;
  /** Samples decoded and not got yet. */
  readonly pending: number;
  /** Decodes a packet at once; bare bytes are taken to follow on. */
  put(packet: Packet<C> | Uint8Array): void;
  /**
   * The next frame; undefined when more input is needed. With `flush` the decoder is ended, once, and the
   * short rest comes too; then undefined means that all is out.
   */
  get(options?: PushGetOptions): AudioFrame | undefined;
  /** Drops what is held and begins a new stream of the same kind. */
  reset(): Promise<void>;
  /** Releases the decoder. Idempotent. */
  close(): void;
}

/** Cuts frames into chunks; a jump of `pts` or a new format ends a chunk early. */
const createChunker = (chunkSamples: number | undefined) => {
  const fifo = createFrameFifo();
  let ready: AudioFrame[] = [];
  const rest = (): void => {
    const frame = fifo.pop(fifo.available);
    if (frame !== undefined) ready.push(frame);
  };
  return {
    get state(): PushState {
      return ready.length > 0 ? 'ready' : fifo.available > 0 ? 'need-more' : 'empty';
    },
    get pending(): number {
      return ready.reduce((sum, frame) => sum + frame.length, fifo.available);
    },
    push: (frame: AudioFrame): void => {
      if (chunkSamples === undefined) {
        ready.push(frame);
        return;
      }
      if (!fifo.continues(frame)) rest();
      fifo.push(frame);
      for (let cut = fifo.pop(chunkSamples); cut !== undefined; cut = fifo.pop(chunkSamples)) {
        ready.push(cut);
      }
    },
    rest,
    shift: (): AudioFrame | undefined => ready.shift(),
    clear: (): void => {
      fifo.clear();
      ready = [];
    },
  };
};

const openPushDecoder = async <C extends string, E extends object, D extends object>(
  codec: AudioCodec<C, E, D>,
  init: PushDecoderInit,
  options?: D,
): Promise<PushDecoder<C>> => {
  const owner = `PushDecoder(${codec.id})`;
  const checked = codec.checkDecodeOptions(options ?? {});
  const { sampleRate, channelCount, config, chunkSamples } = init;
  if (chunkSamples !== undefined && !(Number.isSafeInteger(chunkSamples) && chunkSamples > 0)) {
    throw new AudioFlowError(
      'invalid-option',
      `${owner}: chunkSamples: expected a whole number above 0, got ${chunkSamples}`,
    );
  }
  const bare = (data: Uint8Array, pts: number): Packet<C> => ({
    kind: 'packet',
    codec: codec.id,
    data,
    sampleRate,
    channelCount,
    pts,
    duration: 0,
    ...(config === undefined ? {} : { config }),
  });
  const life = createPushLife(owner);
  const chunks = createChunker(chunkSamples);
  let nextPts = 0;
  let session = await codec.openDecoder(bare(new Uint8Array(), 0), checked);

  const take = (frame: AudioFrame): void => {
    nextPts = Math.round(((frame.pts + frame.length) * sampleRate) / frame.sampleRate);
    chunks.push(frame);
  };
  const finish = (): void => {
    if (life.flushed) return;
    life.flush();
    expectSync(owner, session.end(take));
    chunks.rest();
  };

  return {
    get state() {
      return chunks.state;
    },
    get pending() {
      return chunks.pending;
    },
    put: (packet) => {
      life.expectOpen();
      const whole = packet instanceof Uint8Array ? bare(packet, nextPts) : packet;
      expectSync(owner, session.push(whole, take));
    },
    get: ({ flush = false } = {}) => {
      life.expectUsable();
      if (chunks.state !== 'ready' && flush) finish();
      return chunks.shift();
    },
    reset: () =>
      life.reset(async () => {
        await session.close();
        chunks.clear();
        nextPts = 0;
        session = await codec.openDecoder(bare(new Uint8Array(), 0), checked);
        return session;
      }),
    close: () => {
      life.close();
      void session.close();
    },
  };
};

/**
 * Opens push decoders: the decoder without streams.
 *
 * @throws AudioFlowError from `open` what the codec's `openDecoder` throws; from `put` what decoding
 * throws and, after the end, `invalid-state`.
 *
 * @example
 * import { pcm, PushDecoder } from '@audioflow/codecs';
 * const decoder = await PushDecoder.open(pcm, { sampleRate: 8000, channelCount: 1, chunkSamples: 4 });
 * decoder.put(new Uint8Array(12));
 * console.log(decoder.get()?.length, decoder.get(), decoder.state); // 4 undefined need-more
 * console.log(decoder.get({ flush: true })?.length); // 2
 * decoder.close();
 */
export const PushDecoder: { readonly open: typeof openPushDecoder } = { open: openPushDecoder };

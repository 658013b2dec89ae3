import { AudioFlowError, type AudioFrame, createFrameFifo, type Packet } from '@audioflow/core';
import type { AudioCodec, EncoderInfo, PcmFormat } from '@audioflow/core/codec';
import { checkFrame } from '../engine/check-frame.js';
import { createPushLife, expectSync, type PushGetOptions, type PushState } from './push-session.js';

/** What a {@link PushEncoder} is opened for. */
export interface PushEncoderInit extends PcmFormat {
  /** Samples that are encoded at a time. Default: the codec's own number, or 1024 where any will do. */
  readonly chunkSamples?: number;
}

/** An encoder for programs that call instead of subscribe: frames are put in, packets are got out. */
export interface PushEncoder<C extends string> {
  readonly info: EncoderInfo;
  /**
   * `ready`: `get()` has a packet or a whole chunk to encode; `need-more`: less than a chunk is held;
   * `empty`: nothing is.
   */
  readonly state: PushState;
  /** Samples held and not encoded yet. */
  readonly pending: number;
  /** Copies a frame of any length; never encodes. Frames must follow each other in `pts`. */
  put(frame: AudioFrame): void;
  /**
   * The next packet, encoding whole chunks until there is one; undefined when more input is needed. With
   * `flush` the rest goes in and the encoder is ended, once; then undefined means that all is out.
   */
  get(options?: PushGetOptions): Packet<C> | undefined;
  /** Drops what is held and begins a new stream. */
  reset(): Promise<void>;
  /** Releases the encoder. Idempotent. */
  close(): void;
}

const DEFAULT_CHUNK = 1024;

const openPushEncoder = async <C extends string, E extends object, D extends object>(
  codec: AudioCodec<C, E, D>,
  init: PushEncoderInit,
  options?: E,
): Promise<PushEncoder<C>> => {
  const owner = `PushEncoder(${codec.id})`;
  const checked = codec.checkEncodeOptions(options ?? {});
  const { sampleRate, channelCount, chunkSamples } = init;
  if (chunkSamples !== undefined && !(Number.isSafeInteger(chunkSamples) && chunkSamples > 0)) {
    throw new AudioFlowError(
      'invalid-option',
      `${owner}: chunkSamples: expected a whole number above 0, got ${chunkSamples}`,
    );
  }
  const format = { sampleRate, channelCount };
  const life = createPushLife(owner);
  const fifo = createFrameFifo();
  let packets: Packet<C>[] = [];
  /** Where the next frame is to begin; any pts is right for the first one. */
  let nextPts: number | undefined;
  let session = await codec.openEncoder(format, checked);
  const chunk = chunkSamples ?? (session.info.frameSize || DEFAULT_CHUNK);

  const collect = (packet: Packet<C>): void => {
    packets.push(packet);
  };
  const encode = (length: number): void => {
    const frame = fifo.pop(length);
    if (frame !== undefined) expectSync(owner, session.push(frame, collect));
  };
  const finish = (): void => {
    if (life.flushed) return;
    encode(fifo.available);
    life.flush();
    expectSync(owner, session.end(collect));
  };

  return {
    get info() {
      return session.info;
    },
    get state() {
      if (packets.length > 0 || fifo.available >= chunk) return 'ready';
      return fifo.available > 0 ? 'need-more' : 'empty';
    },
    get pending() {
      return fifo.available;
    },
    put: (frame) => {
      life.expectOpen();
      checkFrame(owner, frame, format);
      if (frame.length === 0) return;
      if (nextPts !== undefined && frame.pts !== nextPts) {
        throw new AudioFlowError(
          'malformed-data',
          `${owner}: expected a frame with pts ${nextPts}, got ${frame.pts}: fill the gap, or flush and reset()`,
        );
      }
      // A copy: callers reuse their buffers.
      fifo.push({ ...frame, channels: frame.channels.map((plane) => plane.slice()) });
      nextPts = frame.pts + frame.length;
    },
    get: ({ flush = false } = {}) => {
      life.expectUsable();
      while (packets.length === 0 && fifo.available >= chunk) encode(chunk);
      if (packets.length === 0 && flush) finish();
      return packets.shift();
    },
    reset: () =>
      life.reset(async () => {
        await session.close();
        fifo.clear();
        packets = [];
        nextPts = undefined;
        session = await codec.openEncoder(format, checked);
        return session;
      }),
    close: () => {
      life.close();
      void session.close();
    },
  };
};

/**
 * Opens push encoders: the encoder without streams.
 *
 * @throws AudioFlowError from `open` what the codec's `openEncoder` throws; from `put` `format-changed`,
 * `malformed-data` and, after the end, `invalid-state`.
 *
 * @example
 * import { createFrame } from '@audioflow/core';
 * import { mp3, PushEncoder } from '@audioflow/codecs';
 * const encoder = await PushEncoder.open(mp3, { sampleRate: 48000, channelCount: 1 }, { bitrate: 64_000 });
 * encoder.put(createFrame([new Float32Array(1500)], { sampleRate: 48000 }));
 * console.log(encoder.state, encoder.pending); // ready 1500
 * let count = 0;
 * while (encoder.get({ flush: true }) !== undefined) count++;
 * encoder.close();
 * console.log(count); // 3
 */
export const PushEncoder: { readonly open: typeof openPushEncoder } = { open: openPushEncoder };

import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import { carryError, reviveError } from './carried-error.js';
import type {
  ExtractedFrame,
  ExtractorOptions,
  FeatureLayout,
  OnExtractedFrame,
  PcmBlock,
} from './extractor.types.js';
import type { ExtractorReply, ExtractorRequest } from './extractor-messages.js';
import { type ExtractorPort, listenToPort } from './extractor-port.js';
import { planesToSend } from './planes-to-send.js';

/** Options of {@link createExtractorClient} beside those of the extractor. */
export interface ExtractorClientOptions extends ExtractorOptions {
  /** Blocks that may be with the worker at once. Default 8. */
  readonly maxInFlight?: number | undefined;
  /** When that many are: `push` waits, for files; or it drops the block, for live sources. Default 'wait'. */
  readonly whenFull?: 'wait' | 'drop' | undefined;
  /** Ends it: what waits rejects with `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** How a block is sent. */
export interface PushOptions {
  /**
   * Hand the planes over, with the buffers they are parts of, instead of copying them: they are empty afterwards. Planes in shared memory
   * are copied all the same. Default false.
   */
  readonly transfer?: boolean | undefined;
}

/** An extractor in another thread. */
export interface ExtractorClient {
  /** Blocks that are with the worker. */
  readonly inFlight: number;
  /** Blocks dropped because too many were in flight. */
  readonly dropped: number;
  /** Where each feature lies; empty until the worker has answered first. */
  readonly layout: readonly FeatureLayout[];
  /**
   * Sends a block: true as soon as it is on its way, false if it was dropped. While one waits for room another is a `limit-exceeded`: await it.
   *
   * @throws AudioFlowError what went wrong in the worker; `invalid-option` for planes that are none; `aborted` by the signal and after `close`; `io` when the worker, or
   * the other end of the port, has gone.
   */
  push(block: PcmBlock, options?: PushOptions): Promise<boolean>;
  /** Ends the stretch; resolves when all frames have been handed over. */
  flush(): Promise<void>;
  /** Gives a frame back whose values are not needed any more; its buffer travels with the next block. */
  recycle(frame: Pick<ExtractedFrame, 'buffer'>): void;
  /** Lets go of the extractor; the worker stays. What waits rejects with `aborted`. Any number of times. */
  close(): void;
}

const isSignal = (value: unknown): value is AbortSignal =>
  typeof value === 'object' && value !== null && 'aborted' in value;
const schema = z.strictObject({
  maxInFlight: z.int().positive().max(1024).default(8),
  whenFull: z.enum(['wait', 'drop']).default('wait'),
  signal: z.custom<AbortSignal>(isSignal, 'expected an AbortSignal').optional(),
});

/** Frames that were given back and have not travelled yet. */
const RECYCLED = 64;
let lastId = 0;

/**
 * Opens an extractor at the other end of a port: a browser's `Worker`, a `Worker` of Node's, a `MessagePort`.
 *
 * Its script is `@audioflow/analysis/extractor/worker`, or one that calls `serveExtractor`. One worker serves any number of clients. At most
 * `maxInFlight` blocks are with it at once. An error there rejects the call that is waiting, or the next one, and those after it; so does one
 * that `onFrame` throws, as `invalid-state`. Once the client is closed `onFrame` is called no more.
 *
 * @param onFrame Called with each frame, in order; give it back with `recycle`.
 * @throws AudioFlowError `invalid-option` for options of the client; those of the extractor are checked in the worker.
 *
 * @example
 * import { createExtractorClient, serveExtractor } from '@audioflow/analysis';
 * // In a page: new Worker(new URL('@audioflow/analysis/extractor/worker', import.meta.url), { type: 'module' })
 * const { port1: worker, port2 } = new MessageChannel();
 * serveExtractor(port2);
 * let bars = 0;
 * const client = createExtractorClient(worker, { sampleRate: 48000, features: { bars: true } }, (frame) => {
 *   bars += 1;
 *   client.recycle(frame);
 * });
 * for (let i = 0; i < 10; i++) await client.push({ channels: [new Float32Array(4800)] }, { transfer: true });
 * await client.flush();
 * console.log(bars, client.inFlight); // 60 0
 * client.close();
 * worker.close();
 */
export const createExtractorClient = (
  port: ExtractorPort,
  options: ExtractorClientOptions,
  onFrame: OnExtractedFrame,
): ExtractorClient => {
  const { maxInFlight, whenFull, signal, ...rest } = options;
  const checked = checkOptions('createExtractorClient', schema, { maxInFlight, whenFull, signal });
  lastId += 1;
  const id = lastId;
  let layout: readonly FeatureLayout[] = [];
  let failure: AudioFlowError | undefined;
  let inFlight = 0;
  let dropped = 0;
  let recycled: ArrayBuffer[] = [];
  /** Requests without an answer, oldest first: whether they are blocks, and who waits for them. */
  const pending: { readonly isBlock: boolean; readonly settle?: () => void }[] = [];
  let wakeUp: (() => void) | undefined;

  const send = (request: ExtractorRequest, transfer: ArrayBuffer[] = []): void =>
    port.postMessage(request, transfer);
  const fail = (error: AudioFlowError): void => {
    if (failure !== undefined) return;
    failure = error;
    stopListening();
    checked.signal?.removeEventListener('abort', abort);
    inFlight = 0;
    recycled = [];
    for (const { settle } of pending.splice(0)) settle?.();
    wakeUp?.();
  };
  const end = (error: AudioFlowError): void => {
    if (failure === undefined) send({ type: 'close', id });
    fail(error);
  };
  const handOver = (frames: readonly ExtractedFrame[]): void => {
    try {
      for (const frame of frames) if (failure === undefined) onFrame(frame);
    } catch (cause) {
      const message = `extractor client: onFrame threw: ${carryError(cause).message}`;
      end(new AudioFlowError('invalid-state', message, { cause }));
    }
  };
  const take = (reply: ExtractorReply): void => {
    if (reply.id !== id) return;
    if (reply.type === 'failed') {
      fail(reviveError(reply.error));
      return;
    }
    layout = reply.layout;
    handOver(reply.frames);
    const request = pending.shift();
    if (request?.isBlock) inFlight -= 1;
    request?.settle?.();
    wakeUp?.();
  };
  const close = (): void =>
    end(new AudioFlowError('aborted', 'extractor client: closed while something was under way'));
  const abort = (): void =>
    end(new AudioFlowError('aborted', 'extractor client: aborted by its signal'));
  const stopListening = listenToPort<ExtractorReply>(port, take, (reason) =>
    fail(new AudioFlowError('io', `extractor client: the worker cannot be used: ${reason}`)),
  );
  const check = (): void => {
    if (failure !== undefined) throw failure;
  };
  const isFull = (): boolean => inFlight >= checked.maxInFlight;
  const waitForRoom = async (): Promise<void> => {
    while (failure === undefined && isFull()) {
      await new Promise<void>((resolve) => {
        wakeUp = resolve;
      });
    }
    wakeUp = undefined;
    check();
  };

  pending.push({ isBlock: false });
  send({ type: 'open', id, options: rest });
  checked.signal?.addEventListener('abort', abort);
  if (checked.signal?.aborted) abort();

  return {
    get inFlight() {
      return inFlight;
    },
    get dropped() {
      return dropped;
    },
    get layout() {
      return layout;
    },
    push: async (block, { transfer = false } = {}): Promise<boolean> => {
      check();
      if (wakeUp !== undefined) {
        throw new AudioFlowError(
          'limit-exceeded',
          `extractor client: expected one push at a time to wait for room, got another while ${inFlight} blocks are in flight: await push`,
        );
      }
      if (isFull()) {
        if (checked.whenFull === 'drop') {
          dropped += 1;
          return false;
        }
        await waitForRoom();
      }
      const { sampleRate, pts } = block;
      const { channels, buffers } = planesToSend('extractor client', block.channels, transfer);
      // None that was handed over to someone else since it was given back.
      const back = recycled.filter(({ byteLength }) => byteLength > 0);
      recycled = [];
      const parcel = { channels, sampleRate, pts };
      send({ type: 'block', id, block: parcel, recycled: back }, [...buffers, ...back]);
      pending.push({ isBlock: true });
      inFlight += 1;
      return true;
    },
    flush: async (): Promise<void> => {
      check();
      await new Promise<void>((resolve) => {
        pending.push({ isBlock: false, settle: resolve });
        send({ type: 'flush', id });
      });
      check();
    },
    recycle: ({ buffer }): void => {
      if (failure !== undefined || recycled.length >= RECYCLED) return;
      if (!recycled.includes(buffer)) recycled.push(buffer);
    },
    close,
  };
};

import {
  type CheckedLimits,
  createSessionWatch,
  type NodeChild,
  startNodeChild,
} from '@audioflow/codecs/engine';
import { AudioFlowError, type ByteStream, type Packet, toAsyncIterable } from '@audioflow/core';
import {
  createLogPacketReader,
  createLogRecordParser,
  LOG_RECORD,
  type LogRecord,
} from '../packet-log/index.js';
import {
  DEMUX_RECORD,
  type DemuxRequest,
  type SentDemuxError,
  unpackInfo,
} from './demux-messages.js';
import type { NativeFileInfo } from './native-stream-info.js';

/** What is demuxed in a child. */
export interface DemuxChildInit {
  /** Names the source in errors. */
  readonly name: string;
  readonly bytes: ByteStream;
  readonly request: DemuxRequest;
  readonly limits: CheckedLimits;
  /** Ends the session, at whatever it waits. */
  readonly signal: AbortSignal;
}

/** A stream of bytes under FFmpeg's demuxers in a child. */
export interface DemuxSession {
  readonly info: NativeFileInfo;
  /** The packets, once, as they come; leaving the iteration early closes the session. */
  packets(): AsyncGenerator<Packet, void>;
  /** Ends the child and lets go of the source; idempotent. */
  close(): Promise<void>;
}

const OWNER = 'demux child';

/** Writes the source's bytes to the child, no faster than it takes them. */
const createFeed = (child: NodeChild, bytes: ByteStream) => {
  const source = toAsyncIterable(bytes)[Symbol.asyncIterator]();
  let state: 'waiting' | 'blocked' | 'ended' = 'waiting';
  let failure: { readonly error: unknown } | undefined;
  const room = (): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        child.input.off('drain', done);
        child.input.off('close', done);
        resolve();
      };
      child.input.on('drain', done);
      child.input.on('close', done);
    });
  const run = async (): Promise<void> => {
    try {
      for (;;) {
        const { done, value } = await source.next();
        if (done === true || child.input.destroyed) break;
        if (child.input.write(value)) continue;
        state = 'blocked';
        await room();
        state = 'waiting';
      }
      state = 'ended';
      child.input.end();
    } catch (error) {
      failure = { error };
      void child.kill();
    }
  };
  return {
    /** Whether the child has bytes to work on, or knows that no more come. */
    get pressing() {
      return state !== 'waiting';
    },
    get failure() {
      return failure;
    },
    run,
    stop: async (): Promise<void> => {
      await source.return?.();
    },
  };
};

/**
 * Demuxes a stream of bytes that cannot be sought in, by FFmpeg in a forked Node process: a crash, a hang
 * or a flood ends this stream only. Resolves when the streams are known.
 *
 * @throws AudioFlowError as a rejection what FFmpeg has to say (`malformed-data`, `unsupported`),
 * `unavailable`, `limit-exceeded`, `timeout`, `io`; the source's own error.
 */
export const openDemuxChild = async (init: DemuxChildInit): Promise<DemuxSession> => {
  const { name, limits, request } = init;
  const child = startNodeChild({
    place: {
      owner: OWNER,
      here: import.meta.url,
      name: 'demux-child',
      packageName: '@audioflow/io',
      builtPath: 'dist/container/native/demux-child.js',
    },
    args: [JSON.stringify(request)],
    memoryMb: limits.memoryMb,
  });
  const feed = createFeed(child, init.bytes);
  let breach: AudioFlowError | undefined;
  let pulling = false;
  let closing: Promise<void> | undefined;
  const watch = createSessionWatch({
    owner: `${OWNER}: ${name}`,
    limits,
    pid: () => child.pid,
    asked: () => pulling && feed.pressing,
    onBreach: (error) => {
      breach = error;
      void child.kill();
    },
  });
  child.input.on('drain', watch.touch);
  const close = (): Promise<void> => {
    closing ??= (async () => {
      watch.stop();
      await Promise.all([child.kill(), feed.stop()]);
    })();
    return closing;
  };

  const output: AsyncIterator<Buffer> = child.output[Symbol.asyncIterator]();
  const parser = createLogRecordParser();
  const reader = createLogPacketReader();
  let waiting: readonly LogRecord[] = [];
  let at = 0;

  const died = async (): Promise<unknown> => {
    const { reason, heapFull } = await child.ended;
    if (feed.failure !== undefined) return feed.failure.error;
    if (breach !== undefined) return breach;
    return new AudioFlowError(
      heapFull ? 'limit-exceeded' : 'io',
      `${name}: expected the process that demuxes it to go on, it ${reason}`,
      { details: { owner: OWNER } },
    );
  };
  /** Waits for the child; what is asked of it keeps this program running. */
  const pull = async (): Promise<void> => {
    pulling = true;
    child.hold(true);
    try {
      const { done, value } = await output.next().catch(() => ({ done: true, value: undefined }));
      if (done === true || value === undefined) throw await died();
      watch.touch();
      watch.output(value.length);
      waiting = parser.push(value);
      at = 0;
    } finally {
      pulling = false;
      child.hold(false);
    }
  };
  const nextRecord = async (): Promise<LogRecord> => {
    for (;;) {
      const record = waiting[at++];
      if (record !== undefined) return record;
      await pull();
    }
  };
  /** The next record of a kind; the child's errors are thrown. */
  const expectRecord = async (): Promise<LogRecord> => {
    const record = await nextRecord();
    if (record.type !== DEMUX_RECORD.error) return record;
    const { code, message }: SentDemuxError = JSON.parse(new TextDecoder().decode(record.body));
    // Where the source has failed, the child has only seen its end.
    throw feed.failure?.error ?? new AudioFlowError(code, `${name}: ${message}`);
  };
  init.signal.addEventListener('abort', () => void close(), { once: true });
  const abandon = async (error: unknown): Promise<never> => {
    await close();
    throw error;
  };

  void feed.run();
  const first = await expectRecord().catch(abandon);
  const info = unpackInfo(first.body);
  return {
    info,
    close,
    async *packets() {
      try {
        for (;;) {
          const record = await expectRecord();
          if (record.type === LOG_RECORD.end) break;
          const packet = reader.take(record);
          if (packet !== undefined) yield packet;
        }
        if (feed.failure !== undefined) throw feed.failure.error;
      } finally {
        await close();
      }
    },
  };
};

import type { Writable } from 'node:stream';
import { type CheckedLimits, createSessionWatch, startNodeChild } from '@audioflow/codecs/engine';
import { AudioFlowError, type ByteStream, type Packet } from '@audioflow/core';
import {
  createLogPacketReader,
  createLogRecordParser,
  LOG_RECORD,
  type LogRecord,
} from '../packet-log/index.js';
import { createDemuxFeed } from './create-demux-feed.js';
import {
  DEMUX_RECORD,
  type DemuxRequest,
  type SentDemuxError,
  unpackInfo,
} from './demux-messages.js';
import type { NativeFileInfo } from './native-stream-info.js';

/** What a child that demuxes is started for. */
export interface DemuxChildInit {
  /** Names the source in errors. */
  readonly name: string;
  /** Which of the streams with sound is read. */
  readonly stream: number | undefined;
  /** So many streams of bytes it may take, each over a pipe of its own; on Windows one. */
  readonly room: number;
  readonly limits: CheckedLimits;
  /** Ends it, at whatever it waits. */
  readonly signal: AbortSignal;
}

/** A child that runs FFmpeg's demuxers over one stream of bytes after another. */
export interface DemuxChild {
  /** Whether it has taken as many streams as it can. */
  readonly full: boolean;
  /**
   * Demuxes a stream of bytes that cannot be sought in. Resolves when its streams are known. One at a time.
   *
   * @throws AudioFlowError as a rejection what FFmpeg has to say (`malformed-data`, `unsupported`),
   * `limit-exceeded`, `timeout`, `io`; the source's own error. The child is gone then.
   */
  open(bytes: ByteStream): Promise<DemuxSession>;
  /** Ends the child; idempotent. */
  close(): Promise<void>;
}

/** A stream of bytes under FFmpeg's demuxers in a child. */
export interface DemuxSession {
  readonly info: NativeFileInfo;
  /** The packets, once, as they come; leaving the iteration early ends the child. */
  packets(): AsyncGenerator<Packet, void>;
}

const OWNER = 'demux child';

/** Windows hands only the three usual pipes on to FFmpeg. */
const hasMorePipes = process.platform !== 'win32';

/**
 * Starts a forked Node process with FFmpeg's demuxers: a crash, a hang or a flood ends what it reads only.
 *
 * @throws AudioFlowError `unavailable`.
 */
export const openDemuxChild = (init: DemuxChildInit): DemuxChild => {
  const { name, limits, stream } = init;
  const streams = hasMorePipes ? init.room : 1;
  const request: DemuxRequest = { streams, ...(stream === undefined ? {} : { stream }) };
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
    moreInputs: streams - 1,
  });
  const output: AsyncIterator<Buffer> = child.output[Symbol.asyncIterator]();
  const parser = createLogRecordParser();
  let waiting: readonly LogRecord[] = [];
  let at = 0;
  let opened = 0;
  /** Lets go of the stream that is read. */
  let release = async (): Promise<void> => {};
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= Promise.all([child.kill(), release()]).then(() => {});
    init.signal.removeEventListener('abort', abort);
    return closing;
  };
  const abort = (): void => void close();
  init.signal.addEventListener('abort', abort, { once: true });
  if (init.signal.aborted) abort();

  const openOn = async (input: Writable, bytes: ByteStream): Promise<DemuxSession> => {
    const feed = createDemuxFeed(child, input, bytes);
    const reader = createLogPacketReader();
    let breach: AudioFlowError | undefined;
    let pulling = false;
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
    input.on('drain', watch.touch);
    release = async () => {
      watch.stop();
      input.destroy();
      await feed.stop();
    };
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
    /** The next record; the child's errors are thrown. */
    const nextRecord = async (): Promise<LogRecord> => {
      let record = waiting[at++];
      for (; record === undefined; record = waiting[at++]) await pull();
      if (record.type !== DEMUX_RECORD.error) return record;
      const { code, message }: SentDemuxError = JSON.parse(new TextDecoder().decode(record.body));
      // Where the source has failed, the child has only seen its end.
      throw feed.failure?.error ?? new AudioFlowError(code, `${name}: ${message}`);
    };

    void feed.run();
    try {
      const { body } = await nextRecord();
      return {
        info: unpackInfo(body),
        async *packets() {
          let whole = false;
          try {
            for (;;) {
              const record = await nextRecord();
              if (record.type === LOG_RECORD.end) break;
              const packet = reader.take(record);
              if (packet !== undefined) yield packet;
            }
            if (feed.failure !== undefined) throw feed.failure.error;
            whole = true;
          } finally {
            await (whole ? release() : close());
          }
        },
      };
    } catch (error) {
      await close();
      throw error;
    }
  };

  return {
    get full() {
      return opened >= child.inputs.length;
    },
    open: async (bytes) => {
      const input = child.inputs[opened++];
      if (closing !== undefined) throw new AudioFlowError('aborted', `${name}: it has been closed`);
      if (input === undefined) {
        throw new AudioFlowError(
          'invalid-state',
          `${OWNER}: expected one with room, got a full one`,
        );
      }
      return openOn(input, bytes);
    },
    close,
  };
};

import { type CheckedLimits, fillLimits, loadNativeLibrary } from '@audioflow/codecs/engine';
import { fromPull, type Packet, type PacketStream } from '@audioflow/core';
import {
  describeNativeFile,
  type NativeFile,
  type NativeFileInfo,
  nativePackets,
  openDemuxChild,
} from '../container/native/index.js';
import type { OpenOptions } from './audio-file.types.js';
import { needsSpool } from './source/needs-spool.js';
import type { SourceHead } from './source/source-head.js';
import { type Spooled, spoolBytes } from './source/spool.js';

/** What FFmpeg's demuxers make of a source. */
export interface NativeReader {
  readonly info: NativeFileInfo;
  /** The packets; those that end at or before `from` are left out. Of a stream once. */
  packets(from?: number): PacketStream;
  close(): Promise<void>;
}

const NAME = 'readAudio';

const readFile = async (file: NativeFile, stream: number | undefined): Promise<NativeReader> => {
  const library = await loadNativeLibrary();
  return {
    info: describeNativeFile(library, file, stream),
    packets: (from) =>
      fromPull<Packet>(() => nativePackets(library, file, { stream, from }), { name: NAME }),
    close: async () => {},
  };
};

/** Bytes in memory go to a temporary file for each use: FFmpeg reads files. */
const readSpooling = async (
  spool: (signal: AbortSignal) => Promise<Spooled>,
  { stream, signal }: OpenOptions,
): Promise<NativeReader> => {
  const library = await loadNativeLibrary();
  const once = await spool(signal);
  async function* packetsOf(ended: AbortSignal, from: number | undefined): AsyncGenerator<Packet> {
    const spooled = await spool(ended);
    try {
      yield* nativePackets(library, spooled, { stream, from });
    } finally {
      await spooled.remove();
    }
  }
  try {
    return {
      info: describeNativeFile(library, once, stream),
      packets: (from) => fromPull((ended) => packetsOf(ended, from), { name: NAME }),
      close: async () => {},
    };
  } finally {
    await once.remove();
  }
};

/** A stream, all of it in a temporary file that is there as long as it may be read. */
const readSpooled = async (spooled: Spooled, stream: number | undefined): Promise<NativeReader> => {
  try {
    const reader = await readFile(spooled, stream);
    return { ...reader, close: spooled.remove };
  } catch (error) {
    await spooled.remove();
    throw error;
  }
};

const readFlowing = async (
  head: SourceHead,
  options: OpenOptions,
  limits: CheckedLimits,
): Promise<NativeReader> => {
  const { stream, signal } = options;
  const session = await openDemuxChild({
    name: head.name,
    bytes: head.open(),
    request: { ...(stream === undefined ? {} : { stream }) },
    limits,
    signal,
  });
  async function* packetsOf(ended: AbortSignal, from: number): AsyncGenerator<Packet> {
    ended.addEventListener('abort', () => void session.close(), { once: true });
    for await (const packet of session.packets()) {
      if (packet.pts + packet.duration > from) yield packet;
    }
  }
  const packets = (from = Number.NEGATIVE_INFINITY): PacketStream =>
    fromPull((ended) => packetsOf(ended, from), { name: NAME });
  return { info: session.info, packets, close: session.close };
};

/**
 * Reads a source with FFmpeg's demuxers: files in this process, bytes through a temporary file, streams in
 * a child as they come, unless their index is at the end.
 */
export const openNativeReader = async (
  head: SourceHead,
  options: OpenOptions,
): Promise<NativeReader> => {
  const { seekable, name } = head;
  const { stream, spool, spoolLimitBytes: limitBytes, signal } = options;
  if (seekable?.kind === 'file') return readFile({ path: name }, stream);
  if (seekable !== undefined) {
    const again = (ended: AbortSignal): Promise<Spooled> =>
      spoolBytes(seekable.open(), { name, limitBytes, signal: ended });
    return readSpooling(again, options);
  }
  if (spool ?? (await needsSpool(head))) {
    return readSpooled(await spoolBytes(head.open(), { name, limitBytes, signal }), stream);
  }
  return readFlowing(head, options, fillLimits(options.limits));
};

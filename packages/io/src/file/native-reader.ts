import { closeSync, fstatSync, openSync } from 'node:fs';
import { fillLimits, loadNativeLibrary, type NativeLibrary } from '@audioflow/codecs/engine';
import { fromPull, type Packet, type PacketStream } from '@audioflow/core';
import { filter, from as fromItems, type Observable } from 'rxjs';
import {
  describeNativeFile,
  type NativeFile,
  type NativeFileInfo,
  nativePackets,
} from '../container/native/index.js';
import { findOggLinks } from '../container/ogg/index.js';
import type { AudioMetadata, OpenOptions } from './audio-file.types.js';
import { createChainClock } from './chain-clock.js';
import { readFlowing } from './flowing-reader.js';
import { needsSpool } from './source/needs-spool.js';
import type { SourceHead } from './source/source-head.js';
import { type Spooled, spoolBytes } from './source/spool.js';

/** What FFmpeg's demuxers make of a source. */
export interface NativeReader {
  readonly info: NativeFileInfo;
  readonly metadata: Observable<AudioMetadata>;
  /** The packets; those that end at or before `from` may be left out. Of a stream once. */
  packets(from?: number): PacketStream;
  close(): Promise<void>;
}

const NAME = 'readAudio';

/** A file, or one of several that make up a chained Ogg file. */
interface Link {
  readonly file: NativeFile;
  readonly info: NativeFileInfo;
}

/** All of them: at least one. */
type Chain = readonly [Link, ...Link[]];

const filesOf = (file: NativeFile): readonly NativeFile[] => {
  const fd = openSync(file.path, 'r');
  try {
    const parts = findOggLinks(fd, fstatSync(fd).size);
    return parts.length < 2 ? [file] : parts.map((part) => ({ ...file, part }));
  } finally {
    closeSync(fd);
  }
};

/** The links that can be read: broken ones behind the first are left out. */
const linksOf = (library: NativeLibrary, file: NativeFile, stream: number | undefined): Chain => {
  const [first = file, ...others] = filesOf(file);
  const links: [Link, ...Link[]] = [
    { file: first, info: describeNativeFile(library, first, stream) },
  ];
  for (const other of others) {
    try {
      links.push({ file: other, info: describeNativeFile(library, other, stream) });
    } catch {
      // Its packets fail the same way; what is around it stays good.
    }
  }
  return links;
};

/** The first file's description, with the lengths of all. */
const infoOf = ([first, ...rest]: Chain): NativeFileInfo => {
  if (rest.length === 0) return first.info;
  const links = [first, ...rest];
  const { stream, streams, pictures } = first.info;
  const { totalSamples: _total, durationSeconds: _seconds, ...common } = stream;
  const seconds = links.map(({ info }) => info.stream.durationSeconds);
  const sum = seconds.reduce<number>((total, part) => total + (part ?? 0), 0);
  const samples = links.map(({ info }) => info.stream.totalSamples);
  const oneRate = links.every(({ info }) => info.stream.sampleRate === stream.sampleRate);
  const total = samples.every((part) => part !== undefined) && oneRate;
  const length = {
    ...(seconds.includes(undefined) ? {} : { durationSeconds: sum }),
    ...(total ? { totalSamples: samples.reduce<number>((all, part) => all + (part ?? 0), 0) } : {}),
  };
  return {
    stream: { ...common, ...length },
    streams: streams.map(({ totalSamples: _t, durationSeconds: _s, ...listed }) => ({
      ...listed,
      ...length,
    })),
    pictures,
  };
};

/** Where each link begins, as far as the lengths are known. */
const metadataOf = (links: readonly Link[]): readonly AudioMetadata[] => {
  const clock = createChainClock();
  const found: AudioMetadata[] = [];
  for (const { info } of links) {
    const { tags, sampleRate, totalSamples, durationSeconds = 0 } = info.stream;
    const pts = clock.begin(sampleRate);
    if (Object.keys(tags).length > 0) found.push({ pts, tags });
    clock.skip(totalSamples ?? Math.round(durationSeconds * sampleRate), sampleRate);
  }
  return found;
};

function* chainPackets(
  library: NativeLibrary,
  links: readonly Link[],
  {
    stream,
    from = Number.NEGATIVE_INFINITY,
  }: { stream: number | undefined; from?: number | undefined },
): Generator<Packet | undefined, void> {
  const clock = createChainClock();
  for (const { file, info } of links) {
    const { sampleRate, totalSamples } = info.stream;
    const start = clock.begin(sampleRate);
    const last = file === links.at(-1)?.file;
    if (!last && totalSamples !== undefined && start + totalSamples <= from) {
      clock.skip(totalSamples, sampleRate);
      continue;
    }
    const options = { stream, from: from - start };
    for (const packet of nativePackets(library, file, options)) yield packet && clock.date(packet);
  }
}

/** A stream of what is no pause. */
const packetsFrom = (
  open: (signal: AbortSignal) => Iterable<Packet | undefined> | AsyncIterable<Packet | undefined>,
): PacketStream => fromPull(open, { name: NAME }).pipe(filter((packet) => packet !== undefined));

const readFile = async (file: NativeFile, stream: number | undefined): Promise<NativeReader> => {
  const library = await loadNativeLibrary();
  const links = linksOf(library, file, stream);
  return {
    info: infoOf(links),
    metadata: fromItems(metadataOf(links)),
    packets: (from) => packetsFrom(() => chainPackets(library, links, { stream, from })),
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
  async function* packetsOf(
    ended: AbortSignal,
    from: number | undefined,
  ): AsyncGenerator<Packet | undefined> {
    const spooled = await spool(ended);
    try {
      yield* chainPackets(library, linksOf(library, spooled, stream), { stream, from });
    } finally {
      await spooled.remove();
    }
  }
  try {
    const { info, metadata } = await readFile(once, stream);
    return {
      info,
      metadata,
      packets: (from) => packetsFrom((ended) => packetsOf(ended, from)),
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
  return readFlowing(head, { stream, limits: fillLimits(options.limits), signal });
};

import { createByteQueue } from '@audioflow/codecs/bitstream';
import type { CheckedLimits } from '@audioflow/codecs/engine';
import { AudioFlowError, type ByteStream, fromPull, type Packet } from '@audioflow/core';
import { ReplaySubject, tap } from 'rxjs';
import { isMatroska, solePadding } from '../container/index.js';
import {
  type DemuxChild,
  type DemuxSession,
  MAX_END_TRIM,
  openDemuxChild,
  opusPreSkip,
} from '../container/native/index.js';
import { createLinkStreams } from '../container/ogg/index.js';
import type { AudioMetadata } from './audio-file.types.js';
import { createChainClock } from './chain-clock.js';
import type { NativeReader } from './native-reader.js';
import { lookForCafInfo } from './source/look-for-caf-info.js';
import type { SourceHead } from './source/source-head.js';

/** How a stream is read. */
export interface FlowingOptions {
  readonly stream: number | undefined;
  readonly limits: CheckedLimits;
  readonly signal: AbortSignal;
}

const noPart = (name: string): never => {
  throw new AudioFlowError('malformed-data', `expected audio in ${name}: it is empty`);
};

const OGG = 'OggS';
/** Of a stream of one packet the head is as large as that. */
const KEPT_BYTES = 1 << 16;
/** The tags of the last links that have begun; who comes later hears of these. */
const TITLES = 64;

/** The files within a stream: the links of a chained Ogg stream, or the stream itself. */
interface Parts {
  next(): Promise<ByteStream | undefined>;
  /** Samples beyond the end in what the last packet of the last file decodes to, where FFmpeg does not see it. */
  beyondEnd(last: Packet, isSole: boolean): number;
  close(): Promise<void>;
}

/** Links of a chain that one child demuxes: each costs a pipe, a child the start of a Node process. */
const LINKS = 16;

const isOgg = ({ bytes }: SourceHead): boolean =>
  String.fromCharCode(...bytes.subarray(0, 4)) === OGG;

/** Samples of the last packet that lie behind the end that Ogg's last page tells (RFC 7845, section 4.4). */
const beyondGranule = (packet: Packet, granule: number | undefined): number => {
  if (granule === undefined || (packet.codec !== 'vorbis' && packet.codec !== 'opus')) return 0;
  const end = packet.pts + packet.duration - (packet.trimEnd ?? 0);
  const beyond = end - (granule - opusPreSkip(packet.config));
  return beyond > 0 && beyond <= MAX_END_TRIM ? beyond : 0;
};

/** The whole stream; the beginning of Matroska is kept, which tells what FFmpeg does not of a single packet. */
const wholeStream = (head: SourceHead): Parts => {
  let bytes: ByteStream | undefined = head.open();
  const kept = createByteQueue();
  const keep = (chunk: Uint8Array): void => {
    if (kept.length < KEPT_BYTES) kept.push(chunk);
  };
  if (isMatroska(head.bytes)) bytes = bytes.pipe(tap(keep));
  return {
    next: async () => {
      const part = bytes;
      bytes = undefined;
      return part;
    },
    beyondEnd: ({ sampleRate, trimEnd = 0 }, isSole) => {
      if (!isSole || trimEnd > 0) return 0;
      const padding = solePadding((at, count) => kept.view.subarray(at, at + count));
      return Math.max(0, Math.round((padding * sampleRate) / 1e9));
    },
    close: async () => {},
  };
};

const partsOf = (head: SourceHead): Parts => {
  if (!isOgg(head)) return wholeStream(head);
  const links = createLinkStreams(head.open());
  return {
    next: links.next,
    beyondEnd: (packet) => beyondGranule(packet, links.granule),
    close: links.close,
  };
};

const shortened = (packet: Packet, beyond: number): Packet => {
  if (beyond === 0) return packet;
  const room = packet.duration - (packet.trimStart ?? 0);
  return { ...packet, trimEnd: Math.min((packet.trimEnd ?? 0) + beyond, room) };
};

/** A stream of bytes that is demuxed. */
type FlowingPart = Pick<DemuxSession, 'info' | 'packets'>;

/** Reads a stream in a child process as it comes; of a chained Ogg stream one link after the other. */
export const readFlowing = async (
  head: SourceHead,
  { stream, limits, signal }: FlowingOptions,
): Promise<NativeReader> => {
  const cafInfo = await lookForCafInfo(head);
  const parts = partsOf(head);
  const room = isOgg(head) ? LINKS : 1;
  const clock = createChainClock();
  const metadata = new ReplaySubject<AudioMetadata>(TITLES);
  let child: DemuxChild | undefined;
  const ending = new AbortController();
  signal.addEventListener('abort', () => void close(), { once: true });

  const begin = async (): Promise<FlowingPart | undefined> => {
    const bytes = await parts.next();
    if (bytes === undefined) return undefined;
    if (child?.full === true) {
      await child.close();
      child = undefined;
    }
    const { name } = head;
    child ??= openDemuxChild({ name, stream, room, limits, signal: ending.signal });
    const { info, packets } = await child.open(bytes);
    const { sampleRate } = info.stream;
    const tags = { ...info.stream.tags, ...cafInfo };
    const pts = clock.begin(sampleRate);
    if (Object.keys(tags).length > 0) metadata.next({ pts, tags });
    return { info: { ...info, stream: { ...info.stream, tags } }, packets };
  };
  const close = async (): Promise<void> => {
    ending.abort();
    await Promise.all([child?.close(), parts.close()]);
    metadata.complete();
  };
  const first = await begin().catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const { info } = first ?? noPart(head.name);

  async function* packetsOf(ended: AbortSignal): AsyncGenerator<Packet> {
    ended.addEventListener('abort', () => void close(), { once: true });
    try {
      for (let part = first; part !== undefined; part = await begin()) {
        let held: Packet | undefined;
        let isSole = true;
        for await (const packet of part.packets()) {
          if (held !== undefined) {
            isSole = false;
            yield clock.date(held);
          }
          held = packet;
        }
        // Of a stream within one page, or one packet, FFmpeg does not see the end.
        if (held === undefined) continue;
        yield clock.date(shortened(held, parts.beyondEnd(held, isSole)));
      }
    } finally {
      await close();
    }
  }
  return {
    info,
    metadata: metadata.asObservable(),
    packets: () => fromPull(packetsOf, { name: 'readAudio' }),
    close,
  };
};

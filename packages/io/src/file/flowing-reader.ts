import type { CheckedLimits } from '@audioflow/codecs/engine';
import { AudioFlowError, type ByteStream, fromPull, type Packet } from '@audioflow/core';
import { ReplaySubject } from 'rxjs';
import {
  type DemuxSession,
  MAX_END_TRIM,
  openDemuxChild,
  opusPreSkip,
} from '../container/native/index.js';
import { createLinkStreams } from '../container/ogg/index.js';
import type { AudioMetadata } from './audio-file.types.js';
import { createChainClock } from './chain-clock.js';
import type { NativeReader } from './native-reader.js';
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
/** The tags of the last links that have begun; who comes later hears of these. */
const TITLES = 64;

/** The files within a stream: the links of a chained Ogg stream, or the stream itself. */
interface Parts {
  next(): Promise<ByteStream | undefined>;
  /** Where the last one has ended, in Ogg's count. */
  readonly granule: number | undefined;
  close(): Promise<void>;
}

const partsOf = (head: SourceHead): Parts => {
  if (String.fromCharCode(...head.bytes.subarray(0, 4)) === OGG)
    return createLinkStreams(head.open());
  let bytes: ByteStream | undefined = head.open();
  return {
    next: async () => {
      const part = bytes;
      bytes = undefined;
      return part;
    },
    granule: undefined,
    close: async () => {},
  };
};

/** Samples of the last packet that lie behind the end that Ogg's last page tells (RFC 7845, section 4.4). */
const beyondEnd = (packet: Packet, granule: number | undefined): number => {
  if (granule === undefined || (packet.codec !== 'vorbis' && packet.codec !== 'opus')) return 0;
  const end = packet.pts + packet.duration - (packet.trimEnd ?? 0);
  const beyond = end - (granule - opusPreSkip(packet.config));
  return beyond > 0 && beyond <= MAX_END_TRIM ? beyond : 0;
};

const shortened = (packet: Packet, beyond: number): Packet => {
  if (beyond === 0) return packet;
  const room = packet.duration - (packet.trimStart ?? 0);
  return { ...packet, trimEnd: Math.min((packet.trimEnd ?? 0) + beyond, room) };
};

/** Reads a stream in a child process as it comes; of a chained Ogg stream each link in one of its own. */
export const readFlowing = async (
  head: SourceHead,
  { stream, limits, signal }: FlowingOptions,
): Promise<NativeReader> => {
  const parts = partsOf(head);
  const clock = createChainClock();
  const metadata = new ReplaySubject<AudioMetadata>(TITLES);
  let session: DemuxSession | undefined;
  const ending = new AbortController();
  signal.addEventListener('abort', () => void close(), { once: true });

  const begin = async (): Promise<DemuxSession | undefined> => {
    const bytes = await parts.next();
    if (bytes === undefined) return undefined;
    session = await openDemuxChild({
      name: head.name,
      bytes,
      request: stream === undefined ? {} : { stream },
      limits,
      signal: ending.signal,
    });
    const { tags, sampleRate } = session.info.stream;
    const pts = clock.begin(sampleRate);
    if (Object.keys(tags).length > 0) metadata.next({ pts, tags });
    return session;
  };
  const close = async (): Promise<void> => {
    ending.abort();
    await Promise.all([session?.close(), parts.close()]);
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
        for await (const packet of part.packets()) {
          if (held !== undefined) yield clock.date(held);
          held = packet;
        }
        // Of a stream within one page FFmpeg does not see the end.
        if (held === undefined) continue;
        yield clock.date(shortened(held, beyondEnd(held, parts.granule)));
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

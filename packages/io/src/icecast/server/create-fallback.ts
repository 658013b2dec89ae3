import { setTimeout as sleep } from 'node:timers/promises';
import {
  AudioFlowError,
  continuousTime,
  type Packet,
  type PcmStream,
  pace,
  run,
  silence,
} from '@audioflow/core';
import { NEVER, type Observable, repeat, throwIfEmpty } from 'rxjs';
import { readAudio } from '../../file/index.js';
import type { Air, AirFormat } from './create-air.js';
import { decodeLive } from './decode-live.js';
import { encodeFor } from './encode-for.js';
import type { Fallback } from './icecast-server.types.js';

/** What plays while no source does. */
export interface FallbackPlayer {
  /** Plays from now on, if it does not. */
  start(): void;
  stop(): void;
}

/** What a fallback needs of its mount. */
export interface FallbackHost {
  readonly air: Air;
  push(packet: Packet): void;
  readonly bitrate: number | undefined;
  /** The air of another mount. */
  find(path: string): Air | undefined;
  onChange(on: boolean): void;
  onError(error: unknown): void;
}

/** A fallback that fails is begun anew, a little later each time. */
const FIRST_DELAY_MS = 1000;
const LAST_DELAY_MS = 30_000;

/** A file without audio would be read again and again, as fast as can be. */
const noAudio = (file: string): AudioFlowError =>
  new AudioFlowError('malformed-data', `${file}: expected some audio, got none`);

const audioOf = (fallback: 'silence' | { readonly file: string }, format: AirFormat): PcmStream => {
  const { sampleRate, channelCount } = format;
  return fallback === 'silence'
    ? silence({ sampleRate, channelCount })
    : readAudio(fallback.file).pipe(
        throwIfEmpty(() => noAudio(fallback.file)),
        repeat(),
        continuousTime(),
      );
};

/** What a fallback of its own sounds like, paced in real time. */
const ownPackets = (
  fallback: 'silence' | { readonly file: string },
  format: AirFormat,
  bitrate: number | undefined,
): Observable<Packet> => encodeFor(format, bitrate)(audioOf(fallback, format)).pipe(pace());

const sameFormat = (a: AirFormat | undefined, b: AirFormat): boolean =>
  a?.codec === b.codec && a.sampleRate === b.sampleRate && a.channelCount === b.channelCount;

/** What a fallback plays, in the format of the mount and in real time. */
const packetsOf = (
  fallback: Fallback,
  format: AirFormat,
  { find, bitrate }: FallbackHost,
): Observable<Packet> => {
  if (fallback === 'silence' || typeof fallback === 'object') {
    return ownPackets(fallback, format, bitrate);
  }
  const other = find(fallback);
  if (other === undefined) return NEVER;
  if (sameFormat(other.format, format)) return other.packets;
  return encodeFor(format, bitrate)(decodeLive(other.packets));
};

/** Makes the fallback of a mount. */
export const createFallback = (fallback: Fallback, host: FallbackHost): FallbackPlayer => {
  let playing: AbortController | undefined;

  const play = async (format: AirFormat, controller: AbortController): Promise<void> => {
    const { signal } = controller;
    let delay = FIRST_DELAY_MS;
    while (!signal.aborted) {
      try {
        const write = (packet: Packet): void => {
          delay = FIRST_DELAY_MS;
          if (playing === controller) host.push(packet);
        };
        await run(packetsOf(fallback, format, host), { write }, { signal });
      } catch (error) {
        if (signal.aborted) return;
        host.onError(error);
      }
      const ms = delay;
      delay = Math.min(LAST_DELAY_MS, 2 * delay);
      await sleep(ms, undefined, { signal }).catch(() => undefined);
    }
  };

  return {
    start: () => {
      const { format } = host.air;
      if (playing !== undefined || format === undefined) return;
      playing = new AbortController();
      host.onChange(true);
      void play(format, playing);
    },
    stop: () => {
      if (playing === undefined) return;
      const stopping = playing;
      playing = undefined;
      stopping.abort();
      host.onChange(false);
    },
  };
};

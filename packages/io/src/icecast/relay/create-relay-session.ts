import { AudioFlowError, isAudioFlowError, type Packet, type PacketStream } from '@audioflow/core';
import { defer, finalize, tap } from 'rxjs';
import type { IcyTitle } from '../../icy/encode-icy-block.js';
import { createRetryTurns, type RetryTurns } from '../../tcp/create-retry-turns.js';
import { createPacketQueue } from '../../tcp/packet-queue.js';
import { createPacketJoiner } from './create-packet-joiner.js';
import { createTitleTrack, type TitleTrack } from './create-title-track.js';
import { listenToMount, type MountEnding, type MountListener } from './listen-to-mount.js';
import { type MountAnswer, openMount, showUrl } from './open-mount.js';
import type { ResolvedRelayOptions } from './relay-options.js';

/** A mount that is kept open. */
export interface RelaySession {
  readonly packets: PacketStream;
  readonly titles: TitleTrack['titles'];
  /** Opens the mount, and again after each loss; settles when it is over. Never rejects. */
  keep(onFirst: (packet: Packet, answer: MountAnswer) => void): Promise<void>;
  /** Ends it: `packets` completes, or fails with `error`. */
  end(error?: AudioFlowError): void;
  /** How it ended, if by an error. */
  readonly failure: AudioFlowError | undefined;
}

/** Frames that have come for so long make a connection a good one: the next attempt comes at once. */
const GOOD_MS = 5000;
const OWNER = 'openIcecast';

const isFinal = ({ code, details }: AudioFlowError): boolean =>
  code === 'aborted' || code === 'unsupported' || details['retry'] === false;

const toError = (cause: unknown): AudioFlowError =>
  isAudioFlowError(cause)
    ? cause
    : new AudioFlowError('io', `${OWNER}: ${String(cause)}`, { cause });

export const createRelaySession = (options: ResolvedRelayOptions): RelaySession => {
  const { url, clock, onEvent, openAttempts, reconnect } = options;
  const controller = new AbortController();
  const { signal } = controller;
  const joiner = createPacketJoiner();
  const titles = createTitleTrack();
  let listener: MountListener | undefined;
  let failure: AudioFlowError | undefined;
  let known = false;
  let read = false;
  let onRoom: () => void = () => undefined;

  const end = (error?: AudioFlowError): void => {
    if (signal.aborted) return;
    failure = error;
    if (error === undefined) queue.end();
    else queue.fail(error);
    if (!read) titles.end();
    controller.abort();
    listener?.stop(error ?? new AudioFlowError('aborted', `${OWNER}: the reader has left`));
    onRoom();
  };
  const queue = createPacketQueue({
    name: `${OWNER}(${options.id})`,
    highWaterBytes: options.highWaterBytes,
    onRoom: () => {
      listener?.resume();
      onRoom();
    },
    onTake: () => undefined,
    onLeave: () => end(),
  });
  const turnsOf = (attempts: number): RetryTurns =>
    createRetryTurns({
      ...options,
      reconnect: { ...reconnect, attempts },
      signal,
      onRetry: (attempt, delayMs, cause) => onEvent?.({ type: 'retry', attempt, delayMs, cause }),
      giveUp: (count, cause) =>
        count === 1
          ? cause
          : new AudioFlowError(
              'unavailable',
              `${OWNER}: expected a stream at ${showUrl(url)}, got none in ${count} attempts: ${cause.message}`,
              { cause, details: { attempts: count } },
            ),
    });
  let turns = turnsOf(openAttempts);

  /** A reader that does not read needs no new connection. */
  const room = async (): Promise<void> => {
    if (!queue.full || signal.aborted) return;
    await new Promise<void>((resolve) => {
      onRoom = resolve;
    });
  };
  /** Listens to one connection to its end. */
  const listen = async (
    answer: MountAnswer,
    onFirst: (packet: Packet, answer: MountAnswer) => void,
  ): Promise<void> => {
    let count = 0;
    let since = 0;
    const take = (packet: Packet): void => {
      if (count++ === 0) {
        since = clock.now();
        onEvent?.({ type: 'connected', attempt: turns.attempt, url: showUrl(answer.url) });
      }
      if (!known) {
        known = true;
        turns = turnsOf(reconnect.attempts);
        onFirst(packet, answer);
      }
      const joined = joiner.join(packet);
      if (joined !== undefined) queue.push(joined);
      if (queue.full) listener?.pause();
    };
    const { idleTimeoutMs } = options;
    const title = (found: IcyTitle): void => titles.put(joiner.next, found);
    let ending: MountEnding;
    try {
      listener = listenToMount(answer, { idleTimeoutMs, packet: take, title });
      ending = await listener.ended;
    } catch (error) {
      answer.socket.destroy();
      ending = toError(error);
    }
    listener = undefined;
    if (ending === 'whole') {
      end();
      return;
    }
    if (signal.aborted) return;
    if (count > 0) onEvent?.({ type: 'lost', packets: count, cause: ending });
    if (isFinal(ending)) throw ending;
    if (count > 0 && clock.now() - since >= GOOD_MS) turns.lost();
    else turns.failed(ending);
  };

  return {
    titles: titles.titles,
    packets: defer(() => {
      // A second subscription fails, and must not end the titles of the first.
      if (read) return queue.stream;
      read = true;
      return queue.stream.pipe(
        tap(({ pts }) => titles.reach(pts)),
        finalize(titles.end),
      );
    }),
    get failure() {
      return failure;
    },
    end,
    async keep(onFirst) {
      try {
        while (!signal.aborted) {
          await turns.wait();
          await room();
          let answer: MountAnswer;
          try {
            answer = await openMount(options, signal);
          } catch (error) {
            const cause = toError(error);
            if (isFinal(cause)) throw cause;
            turns.failed(cause);
            continue;
          }
          await listen(answer, onFirst);
        }
      } catch (error) {
        end(toError(error));
      }
    },
  };
};

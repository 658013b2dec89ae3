import { AudioFlowError, isAudioFlowError, type Packet } from '@audioflow/core';
import { awaitProgress } from '../../tcp/await-progress.js';
import { createRetryTurns } from '../../tcp/create-retry-turns.js';
import type { ResolvedClientOptions } from './client-options.js';
import { clientRequest, hostHeader } from './client-request.js';
import { openSourceConnection, type SourceConnection } from './source-connection.js';

/** Keeps a source connected. */
export interface ClientDialer {
  /** The connection, while it is there. */
  readonly connection: SourceConnection | undefined;
  /** Connects, again and again if need be; rejects when there is no hope. */
  connect(packet: Packet, contentType: string): Promise<SourceConnection>;
  /** Sends the end of the stream, as long as there is progress. */
  finish(timeoutMs: number): Promise<void>;
  destroy(): void;
  /** Lets what is queued go out by itself. */
  leave(): void;
}

/** What a {@link ClientDialer} is made with. */
export interface ClientDialerOptions {
  readonly options: ResolvedClientOptions;
  readonly signal: AbortSignal;
  /** The server takes the stream from here on. */
  onConnected(): void;
}

/** A connection that held for so long was a good one: the next attempt comes at once. */
const GOOD_MS = 5000;

/** Whether trying again is of no use. */
const isFinal = ({ code, details }: AudioFlowError): boolean =>
  code === 'aborted' || code === 'malformed-data' || details['retry'] === false;

const toError = (cause: unknown): AudioFlowError =>
  isAudioFlowError(cause)
    ? cause
    : new AudioFlowError('io', `icecastClient: ${String(cause)}`, { cause });

const lateError = (timeoutMs: number): AudioFlowError =>
  new AudioFlowError(
    'timeout',
    `icecastClient: expected the server to take the end, got no sign of progress for ${timeoutMs} ms: what is queued is still sent; raise closeTimeoutMs if the server is slow`,
  );

export const createClientDialer = ({
  options,
  signal,
  onConnected,
}: ClientDialerOptions): ClientDialer => {
  const { host, port, mount, tls, clock, onEvent } = options;
  const where = `${hostHeader(host, port)}${mount}`;
  let current: SourceConnection | undefined;
  let since = 0;
  let lastLoss: AudioFlowError | undefined;

  const turns = createRetryTurns({
    ...options,
    signal,
    onRetry: (attempt, delayMs, cause) => onEvent?.({ type: 'retry', attempt, delayMs, cause }),
    giveUp: (attempts, cause) =>
      new AudioFlowError(
        'unavailable',
        `icecastClient: expected an Icecast at ${where}, none took the stream in ${attempts} attempt(s): ${cause.message}`,
        { cause, details: { host, port, mount, attempts } },
      ),
  });
  const tellRefusal = ({ details, message }: AudioFlowError): void => {
    const { status, retry } = details;
    if (typeof status !== 'number') return;
    onEvent?.({ type: 'refused', status, message, retry: retry === true });
  };
  const onLost = (connection: SourceConnection, cause: AudioFlowError): void => {
    if (connection === current) current = undefined;
    lastLoss = cause;
    if (clock.now() - since >= GOOD_MS) turns.lost();
    else turns.failed(cause);
    if (signal.aborted) return;
    tellRefusal(cause);
    const { packets, unsent } = connection;
    onEvent?.({ type: 'lost', packets, unsent, cause });
  };
  const open = (request: Uint8Array): Promise<SourceConnection> => {
    const { connectTimeoutMs: timeoutMs, stallTimeoutMs } = options;
    const target = { host, port, tls };
    return openSourceConnection({
      target,
      where,
      request,
      timeoutMs,
      stallTimeoutMs,
      signal,
      onLost,
    });
  };
  const dial = async (request: Uint8Array): Promise<SourceConnection> => {
    for (;;) {
      await turns.wait();
      try {
        const connection = await open(request);
        since = clock.now();
        return connection;
      } catch (error) {
        const cause = toError(error);
        tellRefusal(cause);
        if (isFinal(cause)) throw cause;
        turns.failed(cause);
      }
    }
  };

  return {
    get connection() {
      return current?.failure === undefined ? current : undefined;
    },
    async connect(packet, contentType) {
      if (lastLoss !== undefined && isFinal(lastLoss)) throw lastLoss;
      current = await dial(clientRequest({ options, contentType, packet }));
      onEvent?.({ type: 'connected', attempt: turns.attempt });
      onConnected();
      return current;
    },
    async finish(timeoutMs) {
      if (current === undefined) {
        throw (
          lastLoss ?? new AudioFlowError('io', 'icecastClient: expected a connection, got none')
        );
      }
      const connection = current;
      const progress = (): number => connection.progress;
      // All that is queued is gone before the server has so long to hang up.
      const work = connection.finish(timeoutMs / 2);
      await awaitProgress(work, { progress, timeoutMs, late: () => lateError(timeoutMs) });
      onEvent?.({ type: 'closed', packets: connection.packets });
    },
    destroy: () => current?.destroy(),
    leave: () => current?.leave(),
  };
};

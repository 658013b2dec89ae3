import { AudioFlowError, type Clock, isAudioFlowError } from '@audioflow/core';
import { awaitProgress } from './await-progress.js';
import { type ClientConnection, openClientConnection } from './client-connection.js';
import { createRetryTurns } from './create-retry-turns.js';
import { encodeHello, type Hello } from './hello.js';
import type { IngestClientEvent } from './ingest-client.types.js';
import type { ReconnectPolicy } from './reconnect-schema.js';
import { isRefusalReason } from './reply.js';

/** Keeps a client connected. */
export interface Dialer {
  /** The connection, while it is there. */
  readonly connection: ClientConnection | undefined;
  /** Connects, again and again if need be; rejects when there is no hope. */
  connect(hello: Hello): Promise<ClientConnection>;
  /** Sends the end of the stream, and waits until the server has it: as long as there is progress. */
  finish(timeoutMs: number): Promise<void>;
  destroy(): void;
  /** Lets what is queued go out by itself. */
  leave(): void;
}

/** What a {@link Dialer} is made with: checked options. */
export interface DialerOptions {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly reconnect: ReconnectPolicy;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onEvent?: ((event: IngestClientEvent) => void) | undefined;
}

/** A reader that leaves after so many packets is one that may come back at once. */
const WANTED_PACKETS = 512;

const toError = (cause: unknown): AudioFlowError =>
  isAudioFlowError(cause)
    ? cause
    : new AudioFlowError('io', `ingestClient: ${String(cause)}`, { cause });

/** Whether trying again is of no use. */
const isFinal = ({ code, details }: AudioFlowError): boolean =>
  code === 'aborted' || code === 'malformed-data' || details['retry'] === false;

/**
 * Whether a lost connection was a success: the server has packets of it. A reader that leaves takes the
 * first packets of each connection: only many of them tell that it wanted the stream.
 */
const wasGood = ({ acknowledged }: ClientConnection, { details }: AudioFlowError): boolean =>
  acknowledged >= (details['reason'] === 'receiver-left' ? WANTED_PACKETS : 1);

const lateError = (timeoutMs: number): AudioFlowError =>
  new AudioFlowError(
    'timeout',
    `ingestClient: expected the server to confirm the end, got no sign of progress for ${timeoutMs} ms: what is queued is still sent; raise closeTimeoutMs if the reader is slow`,
  );

export const createDialer = (options: DialerOptions): Dialer => {
  const { host, port, signal, onEvent } = options;
  let current: ClientConnection | undefined;
  let lastLoss: AudioFlowError | undefined;
  const turns = createRetryTurns({
    ...options,
    onRetry: (attempt, delayMs, cause) => onEvent?.({ type: 'retry', attempt, delayMs, cause }),
    giveUp: (attempts, cause) =>
      new AudioFlowError(
        'unavailable',
        `ingestClient: expected an ingest server at ${host}:${port}, none took the stream in ${attempts} attempt(s): ${cause.message}`,
        { cause, details: { host, port, attempts } },
      ),
  });

  const tellRefusal = ({ details, message }: AudioFlowError): void => {
    const { reason, retry } = details;
    if (isRefusalReason(reason))
      onEvent?.({ type: 'refused', reason, message, retry: retry === true });
  };
  const onLost = (connection: ClientConnection, cause: AudioFlowError): void => {
    if (connection === current) current = undefined;
    lastLoss = cause;
    if (wasGood(connection, cause)) turns.lost();
    else turns.failed(cause);
    if (signal.aborted) return;
    tellRefusal(cause);
    onEvent?.({ type: 'lost', unconfirmed: connection.unconfirmed, cause });
  };
  const open = async (hello: Hello): Promise<ClientConnection> => {
    const { connectTimeoutMs: timeoutMs } = options;
    const payload = encodeHello(hello);
    return openClientConnection({ host, port, hello: payload, timeoutMs, signal, onLost });
  };
  const dial = async (hello: Hello): Promise<ClientConnection> => {
    for (;;) {
      await turns.wait();
      try {
        const connection = await open(hello);
        onEvent?.({ type: 'connected', attempt: turns.attempt });
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
    async connect(hello) {
      if (lastLoss !== undefined && isFinal(lastLoss)) throw lastLoss;
      current = await dial(hello);
      return current;
    },
    async finish(timeoutMs) {
      if (current === undefined) {
        throw lastLoss ?? new AudioFlowError('io', 'ingestClient: expected a connection, got none');
      }
      const connection = current;
      const work = connection.finish().then((packets) => onEvent?.({ type: 'closed', packets }));
      const progress = (): number => connection.progress;
      await awaitProgress(work, { progress, timeoutMs, late: () => lateError(timeoutMs) });
    },
    destroy: () => current?.destroy(),
    leave: () => current?.leave(),
  };
};

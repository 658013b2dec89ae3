import { AudioFlowError, type Clock, isAudioFlowError } from '@audioflow/core';
import { type BackoffOptions, backoff } from './backoff.js';
import { type ClientConnection, openClientConnection } from './client-connection.js';
import { encodeHello, type Hello } from './hello.js';
import type { IngestClientEvent } from './ingest-client.types.js';
import { isRefusalReason } from './reply.js';

/** Keeps a client connected. */
export interface Dialer {
  /** The connection, while it is there. */
  readonly connection: ClientConnection | undefined;
  /** Connects, again and again if need be; rejects when there is no hope. */
  connect(hello: Hello): Promise<ClientConnection>;
  /** Sends the end of the stream, and waits until the server has it. */
  finish(): Promise<void>;
  destroy(): void;
}

/** What a {@link Dialer} is made with: checked options. */
export interface DialerOptions {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly reconnect: BackoffOptions & { readonly attempts: number };
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly onEvent?: ((event: IngestClientEvent) => void) | undefined;
}

const toError = (cause: unknown): AudioFlowError =>
  isAudioFlowError(cause)
    ? cause
    : new AudioFlowError('io', `ingestClient: ${String(cause)}`, { cause });

/** Whether trying again is of no use. */
const isFinal = ({ code, details }: AudioFlowError): boolean =>
  code === 'aborted' || code === 'malformed-data' || details['retry'] === false;

export const createDialer = (options: DialerOptions): Dialer => {
  const { host, port, reconnect, clock, random, signal, onEvent } = options;
  let current: ClientConnection | undefined;
  let lastLoss: AudioFlowError | undefined;

  const tellRefusal = ({ details, message }: AudioFlowError): void => {
    const { reason, retry } = details;
    if (isRefusalReason(reason))
      onEvent?.({ type: 'refused', reason, message, retry: retry === true });
  };
  const onLost = (connection: ClientConnection, cause: AudioFlowError): void => {
    if (connection === current) current = undefined;
    lastLoss = cause;
    if (signal.aborted) return;
    tellRefusal(cause);
    onEvent?.({ type: 'lost', unconfirmed: connection.unconfirmed, cause });
  };
  const open = async (hello: Hello): Promise<ClientConnection> => {
    const { connectTimeoutMs: timeoutMs } = options;
    const payload = encodeHello(hello);
    return openClientConnection({ host, port, hello: payload, timeoutMs, signal, onLost });
  };
  const giveUp = (attempt: number, cause: AudioFlowError): AudioFlowError =>
    new AudioFlowError(
      'unavailable',
      `ingestClient: expected an ingest server at ${host}:${port}, none took the stream in ${attempt} attempt(s): ${cause.message}`,
      { cause, details: { host, port, attempts: attempt } },
    );

  const dial = async (hello: Hello): Promise<ClientConnection> => {
    for (let attempt = 1; ; attempt++) {
      try {
        const connection = await open(hello);
        onEvent?.({ type: 'connected', attempt });
        return connection;
      } catch (error) {
        const cause = toError(error);
        tellRefusal(cause);
        if (isFinal(cause)) throw cause;
        if (attempt >= reconnect.attempts) throw giveUp(attempt, cause);
        const delayMs = backoff(attempt, reconnect, random());
        onEvent?.({ type: 'retry', attempt, delayMs, cause });
        await clock.sleep(delayMs, signal);
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
    async finish() {
      if (current === undefined) {
        throw lastLoss ?? new AudioFlowError('io', 'ingestClient: expected a connection, got none');
      }
      const packets = await current.finish();
      onEvent?.({ type: 'closed', packets });
    },
    destroy: () => current?.destroy(),
  };
};

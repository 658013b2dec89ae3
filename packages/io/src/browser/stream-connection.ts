import { AudioFlowError } from '@audioflow/core';
import type { StreamTitle } from './player.types.js';
import { type ReconnectPolicy, reconnectDelay } from './reconnect-delay.js';
import { parseStreamMessage, type StreamConfig } from './stream-message.js';

/** What a connection tells; none of it after `close`. */
export interface ConnectionHandlers {
  onConfig(config: StreamConfig): void;
  onTitle(title: StreamTitle): void;
  onAudio(chunk: Uint8Array<ArrayBuffer>): void;
  onReconnecting(attempt: number, inMs: number): void;
  /** The stream has ended in order. */
  onEnd(reason: string): void;
  /** It is over, and not in order. */
  onError(error: AudioFlowError): void;
}

interface ConnectionOptions {
  readonly url: string;
  readonly reconnect: ReconnectPolicy;
  readonly silenceSeconds: number;
}

/** A WebSocket to a broadcaster that is opened again when it is lost. */
interface StreamConnection {
  close(): void;
}

const lost = (url: string, reconnect: ReconnectPolicy): AudioFlowError =>
  new AudioFlowError(
    'unavailable',
    `the station cannot be reached (${reconnect.attempts + 1} tries): check the network, or whether the station is on`,
    { details: { url } },
  );

/** Opens a connection and keeps it until the stream ends, an error comes or it is closed. */
export const connectToStream = (
  { url, reconnect, silenceSeconds }: ConnectionOptions,
  handlers: ConnectionHandlers,
): StreamConnection => {
  let socket: WebSocket | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let silenceTimer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let isOver = false;

  const release = (): void => {
    clearTimeout(retryTimer);
    clearTimeout(silenceTimer);
    const old = socket;
    socket = undefined;
    old?.close();
  };

  const finish = (tell: () => void): void => {
    if (isOver) return;
    isOver = true;
    release();
    tell();
  };

  const retry = (): void => {
    if (isOver) return;
    release();
    attempt += 1;
    const inMs = reconnectDelay(attempt, reconnect);
    if (inMs === undefined) {
      finish(() => handlers.onError(lost(url, reconnect)));
      return;
    }
    retryTimer = setTimeout(open, inMs);
    handlers.onReconnecting(attempt, inMs);
  };

  const onText = (text: string): void => {
    const message = parseStreamMessage(text);
    if (message?.type === 'config') handlers.onConfig(message.config);
    else if (message?.type === 'title') handlers.onTitle(message.title);
    else if (message?.type === 'end') finish(() => handlers.onEnd(message.reason));
    else if (message?.type === 'error') {
      finish(() => handlers.onError(new AudioFlowError('unsupported', message.message)));
    }
  };

  const onAudio = (data: ArrayBuffer): void => {
    attempt = 0;
    clearTimeout(silenceTimer);
    // A half-open connection never closes by itself: the network is gone, and nothing says so.
    silenceTimer = setTimeout(retry, 1000 * silenceSeconds);
    handlers.onAudio(new Uint8Array(data));
  };

  const open = (): void => {
    const opened = new WebSocket(url);
    socket = opened;
    opened.binaryType = 'arraybuffer';
    opened.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (opened !== socket) return;
      if (typeof data === 'string') onText(data);
      else if (data instanceof ArrayBuffer) onAudio(data);
    };
    opened.onclose = () => {
      if (opened === socket) retry();
    };
  };

  open();
  return { close: () => finish(() => undefined) };
};

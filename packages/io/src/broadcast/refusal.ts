import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '@audioflow/core';

/** Why a request is not served, as HTTP and as JSON. */
export interface Refusal {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** The JSON body of a refusal; over an open WebSocket the same is a message of type `error`. */
export const refusalBody = (refusal: Refusal): string =>
  JSON.stringify({ type: 'error', code: refusal.code, message: refusal.message });

/** Answers an upgrade request with a plain HTTP error and closes. */
export const refuseUpgrade = (socket: Duplex, refusal: Refusal): void => {
  const body = refusalBody(refusal);
  socket.on('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? 'Error'}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
};

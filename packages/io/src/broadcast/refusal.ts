import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '@audioflow/core';

/** Why a request is not served, as HTTP and as JSON. */
export interface Refusal {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** The JSON body of a refusal; over an open WebSocket the same is a message of type `error`. */
export const refusalBody = (refusal: Refusal): string =>
  JSON.stringify({ type: 'error', code: refusal.code, message: refusal.message });

/** The headers that belong to a refusal (RFC 9110, sections 10.2.1 and 10.2.3). */
export const refusalHeaders = ({
  status,
  retryAfterSeconds,
}: Refusal): readonly (readonly [name: string, value: string])[] => [
  ...(status === 405 ? [['Allow', 'GET, HEAD'] as const] : []),
  ...(retryAfterSeconds === undefined ? [] : [['Retry-After', `${retryAfterSeconds}`] as const]),
];

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
      ...refusalHeaders(refusal).map(([name, value]) => `${name}: ${value}`),
      '',
      body,
    ].join('\r\n'),
  );
};

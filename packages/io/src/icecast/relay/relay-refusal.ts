import { AudioFlowError, type ErrorCode } from '@audioflow/core';

/** Statuses that do not pass by themselves. */
const FINAL: Readonly<Record<number, ErrorCode>> = {
  400: 'unsupported',
  401: 'invalid-option',
  405: 'unsupported',
  406: 'unsupported',
  407: 'invalid-option',
  410: 'unsupported',
  414: 'invalid-option',
};

const MENDS: Readonly<Record<number, string>> = {
  401: 'name user and password in the address, or in headers',
  403: 'is the station full, or this machine banned?',
  404: 'is its source on the air?',
};

/** An answer other than 200 as an error; its details tell `status` and whether to `retry`. */
export const relayRefusal = (where: string, status: number, reason: string): AudioFlowError => {
  const code = FINAL[status];
  const mend = MENDS[status] ?? 'is it the address of a stream?';
  const words = `${status} ${reason}`.trim().slice(0, 200);
  return new AudioFlowError(
    code ?? 'unavailable',
    `openIcecast: expected ${where} to send a stream, it says ${words}: ${mend}`,
    { details: { status, retry: code === undefined } },
  );
};

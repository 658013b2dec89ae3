import { AudioFlowError, type ErrorCode, isAudioFlowError } from '@audioflow/core';

/** An error on its way to another thread. */
export interface CarriedError {
  readonly code: string;
  readonly message: string;
}

const CODES: Readonly<Record<ErrorCode, true>> = {
  'invalid-option': true,
  unsupported: true,
  unavailable: true,
  'malformed-data': true,
  'format-changed': true,
  'limit-exceeded': true,
  'device-lost': true,
  io: true,
  timeout: true,
  aborted: true,
  'invalid-state': true,
};
const isCode = (code: string): code is ErrorCode => Object.hasOwn(CODES, code);

/** What is sent of an error. */
export const carryError = (error: unknown): CarriedError =>
  isAudioFlowError(error)
    ? { code: error.code, message: error.message }
    : { code: 'invalid-state', message: error instanceof Error ? error.message : String(error) };

/** The error that was sent. */
export const reviveError = ({ code, message }: CarriedError): AudioFlowError =>
  new AudioFlowError(isCode(code) ? code : 'invalid-state', message);

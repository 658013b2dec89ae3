import { AudioFlowError, type ErrorCode } from './audio-flow-error.js';

/**
 * Tells whether `value` is an {@link AudioFlowError}, and of the given code if one is named.
 *
 * @example
 * import { AudioFlowError, isAudioFlowError } from '@audioflow/core';
 * const error: unknown = new AudioFlowError('timeout', 'no answer within 5 s');
 * console.log(isAudioFlowError(error, 'timeout'), isAudioFlowError(error, 'io')); // true false
 */
export const isAudioFlowError = (value: unknown, code?: ErrorCode): value is AudioFlowError =>
  value instanceof AudioFlowError && (code === undefined || value.code === code);

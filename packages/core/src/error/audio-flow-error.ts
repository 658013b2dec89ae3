/** What the caller can do about an error, as one word. */
export type ErrorCode =
  | 'invalid-option'
  | 'unsupported'
  | 'unavailable'
  | 'malformed-data'
  | 'format-changed'
  | 'limit-exceeded'
  | 'device-lost'
  | 'io'
  | 'timeout'
  | 'aborted'
  | 'invalid-state';

/** Facts beside the message, for programs: an operator's name, the pts, a path, an option. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** Options of the {@link AudioFlowError} constructor. */
export interface AudioFlowErrorOptions {
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

/**
 * The one error class of audioflow. Branch on `code`, show `message`: it says what was expected,
 * what came, and the mend.
 *
 * | code | what the caller does |
 * |---|---|
 * | `invalid-option` | mend the option that the message names |
 * | `unsupported` | choose what the message offers instead |
 * | `unavailable` | install or start the engine, device or server that the message names |
 * | `malformed-data` | skip this input and go on |
 * | `format-changed` | convert before, or set `onFormatChange: 'restart'` |
 * | `limit-exceeded` | slow the source, or raise the limit that the message names |
 * | `device-lost` | choose another device, or wait for it |
 * | `io` | see `cause`; retry if it makes sense |
 * | `timeout` | retry, or raise the time limit |
 * | `aborted` | nothing: the caller asked for it |
 * | `invalid-state` | mend the order of the calls |
 *
 * @example
 * import { AudioFlowError } from '@audioflow/core';
 * const error = new AudioFlowError('unsupported', 'expected 1 or 2 channels, got 6: use remix(2)', {
 *   details: { channels: 6 },
 * });
 * console.log(error.code, error.details.channels); // unsupported 6
 */
export class AudioFlowError extends Error {
  override readonly name = 'AudioFlowError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, options: AudioFlowErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}

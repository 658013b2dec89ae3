import { AudioFlowError, isObject } from '../error/index.js';

const ptsOf = (input: unknown): number | undefined =>
  isObject(input) && 'pts' in input && typeof input.pts === 'number' ? input.pts : undefined;

/**
 * The stream error that a throw in a kernel becomes: it carries the operator's name and the pts of
 * the input. An `AudioFlowError` keeps its code; anything else is a fault of the kernel and becomes
 * `invalid-state` with the thrown value as `cause`.
 */
export const operatorError = (
  error: unknown,
  operator: string,
  input?: unknown,
): AudioFlowError => {
  const pts = ptsOf(input);
  const place = { operator, ...(pts === undefined ? {} : { pts }) };
  if (error instanceof AudioFlowError) {
    if ('operator' in error.details) return error;
    return new AudioFlowError(error.code, error.message, {
      details: { ...error.details, ...place },
      cause: error.cause ?? error,
    });
  }
  const text = error instanceof Error ? error.message : String(error);
  const where = pts === undefined ? '' : ` at pts ${pts}`;
  return new AudioFlowError('invalid-state', `${operator} failed${where}: ${text}`, {
    details: place,
    cause: error,
  });
};

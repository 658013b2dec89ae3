import * as z from 'zod';
import { checkOptions } from '../error/index.js';

/** What `encode` and `decode` do with jumps of `pts` and changes of format, for every codec. */
export interface SessionOptions {
  /**
   * A gap in the input: fill it with silence up to `maxGapMs` (else as `reset`), end the session and
   * start a new one, or fail with `malformed-data`. A jump back always resets, or fails with `error`.
   * Default `error`: right for files; live sources take `silence`.
   */
  readonly onDiscontinuity?: 'silence' | 'reset' | 'error' | undefined;
  /** Longest gap that `silence` fills, in ms. Default 1000. */
  readonly maxGapMs?: number | undefined;
  /** A change of rate, channels or configuration: flush and start anew, or fail with `format-changed`. Default `error`. */
  readonly onFormatChange?: 'restart' | 'error' | undefined;
}

/** {@link SessionOptions} with their defaults. */
export interface SessionSettings {
  readonly onDiscontinuity: 'silence' | 'reset' | 'error';
  readonly maxGapMs: number;
  readonly onFormatChange: 'restart' | 'error';
}

const schema = z.strictObject({
  onDiscontinuity: z.enum(['silence', 'reset', 'error']).default('error'),
  maxGapMs: z.number().nonnegative().default(1000),
  onFormatChange: z.enum(['restart', 'error']).default('error'),
});

/** Splits the options that every codec has from the codec's own. */
export const splitSessionOptions = (
  owner: string,
  options: SessionOptions,
): { readonly session: SessionSettings; readonly codec: object } => {
  const { onDiscontinuity, maxGapMs, onFormatChange, ...codec } = options;
  const session = checkOptions(owner, schema, { onDiscontinuity, maxGapMs, onFormatChange });
  return { session, codec };
};

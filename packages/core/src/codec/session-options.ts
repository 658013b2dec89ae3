import * as z from 'zod';
import type { ContinuityOptions, DiscontinuityPolicy } from '../dsp/index.js';
import { checkOptions } from '../error/index.js';

/** What `encode` and `decode` do when the format of their input changes, for every codec. */
export interface FormatChangeOptions {
  /**
   * A change of rate, channels or configuration: flush and start anew, or fail with `format-changed`.
   * Default `error`.
   */
  readonly onFormatChange?: 'restart' | 'error' | undefined;
}

/** What `encode` does with jumps of `pts` and changes of format, for every codec. */
export interface SessionOptions extends ContinuityOptions, FormatChangeOptions {}

/** {@link SessionOptions} with their defaults. */
export interface SessionSettings {
  readonly onDiscontinuity: DiscontinuityPolicy;
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
  checkOptions(owner, z.looseObject({}), options);
  const { onDiscontinuity, maxGapMs, onFormatChange, ...codec } = options;
  const session = checkOptions(owner, schema, { onDiscontinuity, maxGapMs, onFormatChange });
  return { session, codec };
};

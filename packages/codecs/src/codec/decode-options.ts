import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { EngineOptions, OnFormatChange, OnMalformed } from '../engine/index.js';
import { checkEngineOptions, engineShape } from './engine-schema.js';

/** Options of the decoders that run in an engine. */
export interface DecodeOptions extends EngineOptions {
  /**
   * What to do with a packet that cannot be decoded: leave it out, so that its samples are missing (a
   * jump of `pts`), count it and warn through `diagnostics`; or fail with `malformed-data`. Default `skip`.
   */
  readonly onMalformed?: OnMalformed | undefined;
  /**
   * What to do when decoded audio changes its rate or channel count: go on with frames of the new
   * format, or fail with `format-changed`. Default `error`.
   */
  readonly onFormatChange?: OnFormatChange | undefined;
}

const schema = z.strictObject({
  onMalformed: z.enum(['skip', 'error']).default('skip'),
  onFormatChange: z.enum(['restart', 'error']).default('error'),
  ...engineShape,
});

/** {@link DecodeOptions} with their defaults. */
export interface CheckedDecodeOptions extends EngineOptions {
  readonly onMalformed: OnMalformed;
  readonly onFormatChange: OnFormatChange;
}

/** Checks {@link DecodeOptions} and fills in the defaults. */
export const checkDecodeOptions = (owner: string, options: unknown): CheckedDecodeOptions =>
  checkEngineOptions(owner, checkOptions(owner, schema, options ?? {}));

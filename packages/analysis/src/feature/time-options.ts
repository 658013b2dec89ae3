import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { Framing } from '../stage/framer.js';

/** How samples are framed. Defaults are librosa's. */
export interface TimeOptions {
  /** Samples of a frame. Default 2048. */
  readonly frameLength?: number | undefined;
  /** Samples from one frame to the next. Default 512. */
  readonly hopLength?: number | undefined;
  /** Centre frame k on sample k * hopLength, with padded ends; else it begins there. Default true. */
  readonly center?: boolean | undefined;
}

const schema = z.strictObject({
  frameLength: z.int().positive().default(2048),
  hopLength: z.int().positive().default(512),
  center: z.boolean().default(true),
});

/** Checks {@link TimeOptions} for `owner`. */
export const timeFraming = (
  owner: string,
  options: TimeOptions,
  padMode: Framing['padMode'],
): Framing => ({ ...checkOptions(owner, schema, options), padMode });

import * as z from 'zod';
import type { BackoffOptions } from './backoff.js';
import type { ReconnectOptions } from './ingest-client.types.js';

/** How a lost connection comes back, with all defaults filled in. */
export interface ReconnectPolicy extends BackoffOptions {
  /** Attempts in a row without success before it gives up. */
  readonly attempts: number;
}

/** The longest time that a timer of the platform can wait. */
const LONGEST_MS = 2 ** 31 - 1;

/** A time limit in ms, above 0. */
export const timeLimit = (): z.ZodNumber => z.number().positive().max(LONGEST_MS);

/** A time limit in ms; 0 stands for none. */
export const timeLimitOrNone = (): z.ZodNumber => z.number().nonnegative().max(LONGEST_MS);

/** The option `reconnect` of all that dials. */
export const reconnectSchema: z.ZodType<ReconnectPolicy, ReconnectOptions | undefined> = z
  .strictObject({
    attempts: z.int().positive().default(200),
    delayMs: z.number().nonnegative().default(50),
    factor: z.number().min(1).default(1.5),
    maxDelayMs: z.number().nonnegative().default(2000),
    jitter: z.number().min(0).max(1).default(0.3),
  })
  .prefault({});

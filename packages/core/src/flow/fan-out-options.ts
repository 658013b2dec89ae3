import * as z from 'zod';
import { type Clock, systemClock } from '../demand/index.js';
import { isObject } from '../error/index.js';

/** Options that `tee` and `sharePaced` have in common. */
export interface FanOutOptions {
  /** Report a branch that takes nothing for so long, in ms. Default: never. */
  readonly stallTimeoutMs?: number | undefined;
  /** What happens to such a branch: a warning, or an end with `timeout`. Default `report`. */
  readonly onStall?: 'report' | 'drop' | undefined;
  /** Hard limit of one branch's queue, in samples or bytes. Only pace `fastest` uses it. Default 1048576. */
  readonly limit?: number | undefined;
  /** Default `systemClock`. */
  readonly clock?: Clock | undefined;
}

/** The zod shape of {@link FanOutOptions}. */
export const fanOutShape: {
  readonly stallTimeoutMs: z.ZodOptional<z.ZodNumber>;
  readonly onStall: z.ZodDefault<z.ZodEnum<{ report: 'report'; drop: 'drop' }>>;
  readonly limit: z.ZodDefault<z.ZodNumber>;
  readonly clock: z.ZodDefault<z.ZodCustom<Clock>>;
} = {
  stallTimeoutMs: z.number().positive().optional(),
  onStall: z.enum(['report', 'drop']).default('report'),
  limit: z.number().positive().default(1_048_576),
  clock: z
    .custom<Clock>((clock) => isObject(clock) && 'sleep' in clock, 'expected a Clock')
    .default(systemClock),
};

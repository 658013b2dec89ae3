import type { EngineLimits } from './codec-engine.js';

/** {@link EngineLimits} with their defaults; what has no limit is infinite. */
export interface CheckedLimits {
  readonly memoryMb: number;
  readonly callMs: number;
  readonly totalMs: number;
  readonly outputBytes: number;
  readonly inFlight: number;
}

/**
 * Fills in the defaults of {@link EngineLimits}.
 *
 * @example
 * import { fillLimits } from '@audioflow/codecs/engine';
 * console.log(fillLimits({ callMs: 500 }).memoryMb); // 512
 */
export const fillLimits = (limits: EngineLimits = {}): CheckedLimits => ({
  memoryMb: limits.memoryMb ?? 512,
  callMs: limits.callMs ?? 10_000,
  totalMs: limits.totalMs ?? Number.POSITIVE_INFINITY,
  outputBytes: limits.outputBytes ?? Number.POSITIVE_INFINITY,
  inFlight: limits.inFlight ?? 16,
});

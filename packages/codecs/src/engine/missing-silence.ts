import type { EncoderSetup } from './codec-engine.js';

/** How far an encoder has been fed. */
export interface Fed {
  /** Samples so far. */
  readonly samples: number;
  /** Of them those that make no whole packet yet. */
  readonly rest: number;
  readonly priming: number;
}

/** Silence that must go in at the end before what the encoder holds comes out, or before it takes the rest. */
export const missingSilence = (
  { granule, shortest = 1 }: Pick<EncoderSetup<string>, 'granule' | 'shortest'>,
  { samples, rest, priming }: Fed,
): number => {
  if (granule === undefined) return rest > 0 ? Math.max(shortest - rest, 0) : 0;
  return Math.ceil((samples + priming) / granule) * granule - samples;
};

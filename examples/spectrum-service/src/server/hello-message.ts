import type { SpectrumBarsOptions } from '@audioflow/analysis';
import type { HelloMessage } from '../wire/server-message.js';
import type { ResolvedServiceOptions } from './service-options.js';

/** Blocks of the exact mode, in Hz: 1024 of 44100 samples. */
const EXACT_RATE = 44_100 / 1024;

/** The greeting of a service with these bars. */
export const helloMessage = (
  bars: SpectrumBarsOptions = {},
  { canSelect }: ResolvedServiceOptions,
): HelloMessage => {
  const isExact = bars.mode === 'exact';
  return {
    type: 'hello',
    version: 1,
    mode: isExact ? 'exact' : 'smooth',
    barCount: bars.barCount ?? 32,
    minFrequency: bars.minFrequency ?? 20,
    maxFrequency: bars.maxFrequency ?? 16_000,
    frameRate: isExact ? EXACT_RATE : (bars.frameRate ?? 60),
    ceiling: isExact ? 1.5 : 1,
    canSelect,
  };
};

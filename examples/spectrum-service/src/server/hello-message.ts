import type { SpectrumBarsOptions } from '@audioflow/analysis';
import type { HelloMessage } from '../wire/server-message.js';
import type { ResolvedServiceOptions } from './service-options.js';

/** Blocks of the exact mode, in Hz: 1024 of 44100 samples. */
const EXACT_RATE = 44_100 / 1024;

/** Up to here it is bass, in Hz. */
const BASS_HZ = 200;
const EXACT_BASS_BARS = 4;

/** Bars that are bass, as `spectrumBars` counts them. */
const bassCountOf = ({ barCount, minFrequency, maxFrequency }: BarRange): number => {
  const octaves = maxFrequency / minFrequency;
  const ends = Array.from({ length: barCount }, (_, i) => octaves ** ((i + 1) / barCount));
  return Math.max(1, ends.filter((end) => minFrequency * end <= BASS_HZ).length);
};

interface BarRange {
  readonly barCount: number;
  readonly minFrequency: number;
  readonly maxFrequency: number;
}

/** The greeting of a service with these bars. */
export const helloMessage = (
  bars: SpectrumBarsOptions = {},
  { canSelect }: ResolvedServiceOptions,
): HelloMessage => {
  const isExact = bars.mode === 'exact';
  const barCount = bars.barCount ?? 32;
  const minFrequency = bars.minFrequency ?? 20;
  const maxFrequency = bars.maxFrequency ?? 16_000;
  const exactBass = barCount < EXACT_BASS_BARS ? 0 : EXACT_BASS_BARS;
  return {
    type: 'hello',
    version: 1,
    mode: isExact ? 'exact' : 'smooth',
    barCount,
    bassCount: isExact ? exactBass : bassCountOf({ barCount, minFrequency, maxFrequency }),
    minFrequency,
    maxFrequency,
    frameRate: isExact ? EXACT_RATE : (bars.frameRate ?? 60),
    ceiling: isExact ? 1.5 : 1,
    canSelect,
  };
};

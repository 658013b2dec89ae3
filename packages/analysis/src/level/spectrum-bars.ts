import { type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { splitStage } from '../stage/feature.js';
import type { FrameKernel } from '../stage/feature.types.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import { type FeatureSettings, frameStream } from '../stage/feature-stream.js';
import { createExactBars } from './exact-bars.js';
import { barCountShape, planSmoothBars } from './smooth-bars-plan.js';
import type { BarsFrame, SpectrumBarsOptions } from './spectrum-bars.types.js';

const exactSchema = z.strictObject({ mode: z.literal('exact'), barCount: barCountShape });
const barsStream = (
  name: string,
  stage: FeatureSettings,
  { barCount, create }: { barCount: number; create: (sampleRate: number) => FrameKernel },
): OperatorFunction<AudioFrame, BarsFrame> =>
  frameStream(name, stage, ({ sampleRate }) => ({
    kernel: create(sampleRate),
    shape: (row, pts) => ({
      pts,
      sampleRate,
      bars: Float32Array.from(row.subarray(0, barCount)),
      level: row[barCount] ?? 0,
      bass: row[barCount + 1] ?? 0,
      reference: row[barCount + 2] ?? 0,
    }),
  }));

/**
 * Bars for a picture of a stream: 32 of them from 20 Hz to 16 kHz, 60 times a second, 0 to 1.
 *
 * Low bars come from longer windows than high ones, so that each shows its own frequencies; bars are in dB below a reference that follows the
 * loudest one in seconds, not in frames. What is not finite counts as silence.
 *
 * `mode: 'exact'` is an older recipe, to the number, for clients that were built on it: blocks of 1024 that do not overlap, a symmetric Hann
 * window, means of magnitudes between logarithmic edges in whole bins, divided by a reference that moves in frames, cut at 1.5. Its lowest
 * four bars are the same bin, 0 Hz.
 *
 * @throws AudioFlowError `invalid-option` at once, and through the stream when `maxFrequency` is above half the rate; `malformed-data` on a
 * jump of pts, `format-changed`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { spectrumBars } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, amplitude: 0.5, duration: 1, sampleRate: 48000 });
 * await run(tone.pipe(spectrumBars()), {
 *   write: ({ pts, bars }) => {
 *     if (pts === 40000) console.log(bars.length, bars.indexOf(Math.max(...bars))); // 32 18
 *   },
 * });
 */
export const spectrumBars = (
  options: SpectrumBarsOptions & FeatureStageOptions = {},
): OperatorFunction<AudioFrame, BarsFrame> => {
  const { stage, rest } = splitStage('spectrumBars', options);
  if (rest.mode === 'exact') {
    const { barCount } = checkOptions('spectrumBars', exactSchema, rest);
    const create = (sampleRate: number): FrameKernel => createExactBars(barCount, sampleRate);
    return barsStream('spectrumBars', stage, { barCount, create });
  }
  const { barCount, create } = planSmoothBars('spectrumBars', rest);
  return barsStream('spectrumBars', stage, { barCount, create });
};

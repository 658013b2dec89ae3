import { type AudioFrame, transform } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import type { LoudnessOptions } from './loudness.js';
import type { LoudnessSummary } from './loudness.types.js';
import { createSummarising } from './summarising.js';

/**
 * Measures a whole stream and puts out one summary when it completes.
 *
 * A stream without a sample gives nothing. Where the policies `onFormatChange: 'restart'` or `onDiscontinuity: 'reset'` begin
 * anew, there is one summary for each stretch.
 *
 * @throws AudioFlowError as {@link loudness}.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { loudnessSummary } from '@audioflow/analysis';
 * await run(sine({ frequency: 997, amplitude: 1, duration: 5, sampleRate: 48000 }).pipe(loudnessSummary()), {
 *   write: ({ integrated, truePeak }) => console.log(integrated.toFixed(2), truePeak.toFixed(1)), // -3.01 0.0
 * });
 */
export const loudnessSummary = (
  options: LoudnessOptions = {},
): OperatorFunction<AudioFrame, LoudnessSummary> => {
  const create = createSummarising('loudnessSummary', options);
  return transform<AudioFrame, LoudnessSummary>(create, { name: 'loudnessSummary' });
};

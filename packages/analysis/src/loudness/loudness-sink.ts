import type { AudioFrame, Sink } from '@audioflow/core';
import type { LoudnessOptions } from './loudness.js';
import type { LoudnessSummary } from './loudness.types.js';
import { createSummarising } from './summarising.js';

/** A sink that measures, see {@link loudnessSink}. */
export interface LoudnessSink extends Sink<AudioFrame> {
  /**
   * The summary, once the sink is closed: undefined before, and for a stream without a sample. After a restart: of
   * the last stretch.
   */
  readonly summary: LoudnessSummary | undefined;
}

/**
 * Makes a sink that measures a stream in one pass: for `run`, or for `tapTo` on the way to another sink.
 *
 * @throws AudioFlowError `invalid-option` at once; `write` throws as {@link loudness} fails.
 *
 * @example
 * import { run, sine, tapTo } from '@audioflow/core';
 * import { loudnessSink } from '@audioflow/analysis';
 * const meter = loudnessSink();
 * const tone = sine({ frequency: 1000, amplitude: 0.1, duration: 2, sampleRate: 48000 });
 * await run(tone.pipe(tapTo(meter)), { write: () => {} });
 * console.log(meter.summary?.integrated.toFixed(2)); // -23.00
 */
export const loudnessSink = (options: LoudnessOptions = {}): LoudnessSink => {
  const kernel = createSummarising('loudnessSink', options)();
  let summary: LoudnessSummary | undefined;
  const keep = (made: LoudnessSummary): boolean => {
    summary = made;
    return true;
  };
  return {
    write: (frame) => kernel.next(frame, keep),
    close: () => kernel.flush?.(keep),
    get summary() {
      return summary;
    },
  };
};

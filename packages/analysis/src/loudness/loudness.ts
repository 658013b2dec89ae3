import { type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { measuring } from '../stage/measuring.js';
import { type StageOptions, stageShape } from '../stage/stage-options.js';
import type { LoudnessMeterOptions, LoudnessReading } from './loudness.types.js';
import { createLoudnessMeter } from './loudness-meter.js';
import { loudnessShape } from './loudness-options.js';

/** Options of the loudness operators and of {@link loudnessSink}. */
export interface LoudnessOptions extends LoudnessMeterOptions, StageOptions {}

const schema = z.strictObject({ ...stageShape, ...loudnessShape });

/**
 * Shows how loud a stream is as it goes: one reading at each hop of 20 ms (or less, `hopMs`).
 *
 * Momentary, short-term and integrated loudness, range and true peak: EBU R 128, EBU Tech 3341 and 3342, ITU-R BS.1770-4.
 * For fewer readings put `throttleLatest` behind it. After a jump with the policy 'reset' all begins anew.
 *
 * @throws AudioFlowError `invalid-option` at once; through the stream `malformed-data` on a jump of pts, `format-changed`,
 * `invalid-option` for a rate below 4000 Hz or weights of another number than the channels.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { loudness } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, amplitude: 0.1, duration: 2, sampleRate: 48000 });
 * await run(tone.pipe(loudness()), {
 *   write: ({ pts, momentary, integrated }) => {
 *     if (pts === 96000) console.log(momentary.toFixed(1), integrated.toFixed(1)); // -23.0 -23.0
 *   },
 * });
 */
export const loudness = (
  options: LoudnessOptions = {},
): OperatorFunction<AudioFrame, LoudnessReading> => {
  const { hopMs, truePeak, weights, ...stage } = checkOptions('loudness', schema, options);
  return measuring('loudness', stage, ({ sampleRate, channels, layout, pts }) => {
    const channelCount = channels.length;
    const init = { sampleRate, channelCount, layout, hopMs, truePeak, weights };
    const meter = createLoudnessMeter(init);
    return {
      push: (frame, emit) =>
        meter.push(frame.channels, (reading) => emit({ ...reading, pts: reading.pts + pts })),
    };
  });
};

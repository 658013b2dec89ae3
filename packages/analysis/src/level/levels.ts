import { type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { measuring } from '../stage/measuring.js';
import { type StageOptions, stageShape } from '../stage/stage-options.js';
import {
  createLevelMeter,
  type LevelOptions,
  type LevelReading,
  levelShape,
} from './level-meter.js';

const schema = z.strictObject({ ...stageShape, ...levelShape });

/**
 * Peak, root mean square and VU of each channel of a stream, every 50 ms.
 *
 * A last interval that is not full is left out.
 *
 * @throws AudioFlowError `invalid-option` at once; through the stream `malformed-data` on a jump of pts, `format-changed`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { levels } from '@audioflow/analysis';
 * const tone = sine({ frequency: 1000, amplitude: 0.5, duration: 1, sampleRate: 48000 });
 * await run(tone.pipe(levels()), {
 *   write: ({ pts, peak, rms }) => {
 *     if (pts === 24000) console.log(peak[0].toFixed(2), rms[0].toFixed(2)); // -6.02 -9.03
 *   },
 * });
 */
export const levels = (
  options: LevelOptions & StageOptions = {},
): OperatorFunction<AudioFrame, LevelReading> => {
  const { intervalMs, vuReference, ...stage } = checkOptions('levels', schema, options);
  return measuring('levels', stage, ({ sampleRate, channels, pts }) => {
    const channelCount = channels.length;
    const meter = createLevelMeter({ sampleRate, channelCount, intervalMs, vuReference });
    return {
      push: (frame, emit) =>
        meter.push(frame.channels, (reading) => emit({ ...reading, pts: reading.pts + pts })),
    };
  });
};

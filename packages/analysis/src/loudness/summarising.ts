import { type AudioFrame, checkOptions, type Transform } from '@audioflow/core';
import * as z from 'zod';
import { createMeasuring } from '../stage/measurement.js';
import { stageShape } from '../stage/stage-options.js';
import type { LoudnessOptions } from './loudness.js';
import type { LoudnessSummary } from './loudness.types.js';
import { createLoudnessMeter } from './loudness-meter.js';
import { loudnessShape } from './loudness-options.js';

const schema = z.strictObject({ ...stageShape, ...loudnessShape });

/** Checks the options of `owner`; answers what makes kernels that put out one summary for each stretch. */
export const createSummarising = (
  owner: string,
  options: LoudnessOptions,
): (() => Transform<AudioFrame, LoudnessSummary>) => {
  const { hopMs, truePeak, weights, ...stage } = checkOptions(owner, schema, options);
  return () =>
    createMeasuring(owner, stage, ({ sampleRate, channels, layout }) => {
      const channelCount = channels.length;
      const init = { sampleRate, channelCount, layout, hopMs, truePeak, weights };
      const meter = createLoudnessMeter(init);
      return {
        push: (frame) => meter.push(frame.channels),
        flush: (emit) => void emit(meter.finish()),
      };
    });
};

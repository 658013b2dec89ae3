import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { FrameKernel } from '../stage/feature.types.js';
import { fastLog10 } from './fast-log10.js';
import type { LogMelOptions } from './log-mel.types.js';
import { planMel } from './mel-kernel.js';

const SAMPLE_RATE = 16_000;
const FLOOR = 1e-10;

const schema = z.strictObject({ melCount: z.int().positive().max(201).default(80) });

/**
 * Makes the front end of Whisper: frames of 400 every 160 with reflected ends, periodic Hann window, powers, slaney's bands up to
 * 8000 Hz, log10 of at least 1e-10 (openai-whisper, `audio.py`).
 */
export const planLogMel = (
  owner: string,
  options: LogMelOptions,
): ((sampleRate: number) => FrameKernel) => {
  const { melCount } = checkOptions(owner, schema, options);
  const plan = planMel(owner, { fftSize: 400, hopLength: 160, padMode: 'reflect', melCount });
  return (sampleRate) => {
    if (sampleRate !== SAMPLE_RATE) {
      throw new AudioFlowError(
        'unsupported',
        `${owner}: expected ${SAMPLE_RATE} Hz, got ${sampleRate}: put resample(${SAMPLE_RATE}) before it`,
      );
    }
    const mel = plan(sampleRate);
    return {
      ...mel,
      process: (samples, offset, row): void => {
        mel.process(samples, offset, row);
        for (let m = 0; m < row.length; m++) {
          const band = row[m] ?? 0;
          row[m] = fastLog10(band > FLOOR ? band : FLOOR);
        }
      },
    };
  };
};

import { AudioFlowError, checkOptions } from '@audioflow/core';
import type { SimdLogarithm } from '@audioflow/core/dsp';
import * as z from 'zod';
import type { FrameKernel } from '../stage/feature.types.js';
import type { LogMelOptions } from './log-mel.types.js';
import { planMelLogarithms } from './mel-kernel.js';

const SAMPLE_RATE = 16_000;

const schema = z.strictObject({ melCount: z.int().positive().max(201).default(80) });

/**
 * Makes the front end of Whisper: frames of 400 every 160 with reflected ends, periodic Hann window, powers, slaney's bands up to
 * 8000 Hz, log10 of at least 1e-10 (openai-whisper, `audio.py`).
 *
 * @param scale What is done with logarithms besides, in single precision.
 */
export const planLogMel = (
  owner: string,
  options: LogMelOptions,
  scale: Pick<SimdLogarithm, 'shift' | 'gain'> = {},
): ((sampleRate: number) => FrameKernel) => {
  const { precision, ...rest } = options;
  const { melCount } = checkOptions(owner, schema, rest);
  const plan = planMelLogarithms(
    owner,
    { fftSize: 400, hopLength: 160, padMode: 'reflect', melCount, precision },
    { logarithm: { ...scale, scale: 1, floor: 1e-10 } },
  );
  return (sampleRate) => {
    if (sampleRate !== SAMPLE_RATE) {
      throw new AudioFlowError(
        'unsupported',
        `${owner}: expected ${SAMPLE_RATE} Hz, got ${sampleRate}: put resample(${SAMPLE_RATE}) before it`,
      );
    }
    return plan(sampleRate);
  };
};

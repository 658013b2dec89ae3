import type { SpectrumBarsOptions } from '@audioflow/analysis';
import { type Clock, checkOptions, systemClock } from '@audioflow/core';
import * as z from 'zod';
import type { CaptureBackend } from '../capture/capture-backend.js';

const isObject = (value: unknown): value is object => value instanceof Object;
const ms = (fallback: number) => z.number().positive().max(3_600_000).default(fallback);

const schema = z
  .strictObject({
    backend: z.custom<CaptureBackend>(
      (value) => isObject(value) && 'open' in value && 'list' in value,
      'expected a CaptureBackend',
    ),
    device: z.string().optional(),
    bars: z
      .custom<SpectrumBarsOptions>(isObject, 'expected the options of spectrumBars')
      .optional()
      .transform((value = {}) => value),
    sampleRate: z.number().min(8000).max(768_000).optional(),
    silenceMs: ms(5000),
    retryMs: ms(250),
    maxRetryMs: ms(10_000),
    clock: z
      .custom<Clock>((value) => isObject(value) && 'sleep' in value, 'expected a Clock')
      .default(systemClock),
  })
  .transform((value) => {
    const isExact = value.bars.mode === 'exact';
    return { ...value, sampleRate: value.sampleRate ?? (isExact ? 44_100 : undefined) };
  });

/** Options with their defaults filled in. Those of the bars are checked by `spectrumBars`. */
export type ResolvedEngineOptions = z.output<typeof schema>;

/** Checks the options of `createSpectrumEngine`. */
export const resolveEngineOptions = (options: unknown): ResolvedEngineOptions =>
  checkOptions('createSpectrumEngine', schema, options);

import { type AudioFrame, transform } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { createMeasuring, type Measurement } from './measurement.js';
import type { StageSettings } from './stage-options.js';

/** Makes an operator of what measures one stretch of audio, see {@link createMeasuring}. */
export const measuring = <O>(
  name: string,
  settings: StageSettings,
  begin: (first: AudioFrame) => Measurement<O>,
): OperatorFunction<AudioFrame, O> =>
  transform<AudioFrame, O>(() => createMeasuring(name, settings, begin), { name });

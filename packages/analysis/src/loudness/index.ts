export type { StageOptions } from '../stage/stage-options.js';
export type {
  LoudnessMeter,
  LoudnessMeterInit,
  LoudnessMeterOptions,
  LoudnessReading,
  LoudnessSummary,
} from './loudness.types.js';
export type { LoudnessOptions } from './loudness.js';
export { loudness } from './loudness.js';
export { createLoudnessMeter } from './loudness-meter.js';
export type { LoudnessSink } from './loudness-sink.js';
export { loudnessSink } from './loudness-sink.js';
export { loudnessSummary } from './loudness-summary.js';
export type { MeasureLoudnessInit } from './measure-loudness.js';
export { measureLoudness } from './measure-loudness.js';

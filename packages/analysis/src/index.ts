// Loudness
export type {
  LoudnessMeter,
  LoudnessMeterInit,
  LoudnessMeterOptions,
  LoudnessOptions,
  LoudnessReading,
  LoudnessSink,
  LoudnessSummary,
  MeasureLoudnessInit,
  StageOptions,
} from './loudness/index.js';
export {
  createLoudnessMeter,
  loudness,
  loudnessSink,
  loudnessSummary,
  measureLoudness,
} from './loudness/index.js';

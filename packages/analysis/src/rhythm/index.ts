export type { FeatureFrame, FeatureMatrix } from '../stage/feature.types.js';
export type { OfflineInit } from '../stage/feature.js';
export type { FeatureStageOptions } from '../stage/feature-options.js';
export type { Samples } from '../stage/mono.js';
export type { StageOptions } from '../stage/stage-options.js';
export type { OnsetStrengthOptions } from './onset-kernel.js';
export { onsetStrength, onsetStrengthOf } from './onset-strength.js';
export type { Onset, OnsetOfflineOptions, OnsetOptions } from './onsets.js';
export { onsets, onsetsOf } from './onsets.js';
export type {
  BeatOptions,
  Beats,
  TempoFrame,
  TempoOptions,
  TempoStreamOptions,
} from './tempo.js';
export { beatsOf, tempo, tempoOf } from './tempo.js';

export type { OfflineInit } from '../stage/feature.js';
export type { FeatureStageOptions } from '../stage/feature-options.js';
export type { Samples } from '../stage/mono.js';
export type { StageOptions } from '../stage/stage-options.js';
export type { PitchInit, PitchStreamOptions } from './pitch.js';
export { pitch, pitchOf } from './pitch.js';
export type { PitchFrame } from './pitch.types.js';
export type { PitchOptions } from './pitch-options.js';
export type { PitchTrack } from './pyin.js';

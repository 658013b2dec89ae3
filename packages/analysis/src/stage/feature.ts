import { AudioFlowError, type AudioFrame, checkOptions } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import type { FeatureFrame, FeatureMatrix, FrameKernel } from './feature.types.js';
import { featureMatrix } from './feature-matrix.js';
import { channelShape, type FeatureStageOptions } from './feature-options.js';
import { type FeatureSettings, featureStream } from './feature-stream.js';
import type { Samples } from './mono.js';
import { stageShape } from './stage-options.js';

/** Checks options for `owner`, and answers what makes a kernel for a rate. */
export type FeaturePlan<T> = (owner: string, options: T) => (sampleRate: number) => FrameKernel;

/** What every offline form takes. */
export interface OfflineInit {
  /** In Hz. */
  readonly sampleRate: number;
}

const schema = z.strictObject({ ...stageShape, ...channelShape });
const rateSchema = z.strictObject({ sampleRate: z.number().positive() });

/** Checks the rate that an offline form is given; answers it. */
export const checkRate = (owner: string, sampleRate: number): number =>
  checkOptions(owner, rateSchema, { sampleRate }).sampleRate;

/** Parts the options of a stage from those of a feature. */
export const splitStage = <T extends FeatureStageOptions>(
  owner: string,
  options: T,
): { stage: FeatureSettings; rest: Omit<T, keyof FeatureStageOptions> } => {
  if (typeof options !== 'object' || options === null) {
    throw new AudioFlowError('invalid-option', `${owner}: expected an object with options`);
  }
  const { channel, onDiscontinuity, maxGapMs, onFormatChange, ...rest } = options;
  const stage = { channel, onDiscontinuity, maxGapMs, onFormatChange };
  return { stage: checkOptions(owner, schema, stage), rest };
};

/** Makes the operator of a feature. */
export const feature = <T extends FeatureStageOptions>(
  owner: string,
  options: T,
  plan: FeaturePlan<Omit<T, keyof FeatureStageOptions>>,
): OperatorFunction<AudioFrame, FeatureFrame> => {
  const { stage, rest } = splitStage(owner, options);
  return featureStream(owner, stage, plan(owner, rest));
};

/** Makes the kernel of an offline form, with its rate checked. */
export const offlineKernel = <T extends OfflineInit>(
  owner: string,
  init: T,
  plan: FeaturePlan<Omit<T, 'sampleRate'>>,
): FrameKernel => {
  const { sampleRate, ...rest } = init;
  return plan(owner, rest)(checkRate(owner, sampleRate));
};

/** Measures samples in memory: the offline form of a feature. */
export const featureOf = <T extends OfflineInit>(
  samples: Samples,
  init: T,
  feature: { readonly owner: string; readonly plan: FeaturePlan<Omit<T, 'sampleRate'>> },
): FeatureMatrix =>
  featureMatrix(offlineKernel(feature.owner, init, feature.plan), samples, init.sampleRate);

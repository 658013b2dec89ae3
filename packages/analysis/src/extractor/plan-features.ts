import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import { planRms } from '../feature/rms-kernel.js';
import { planPercentile } from '../level/percentile-kernel.js';
import { planSmoothBars } from '../level/smooth-bars-plan.js';
import { planMel } from '../mel/mel-kernel.js';
import { planOnsetStrength } from '../rhythm/onset-kernel.js';
import { createSharedSpectra } from '../spectrum/shared-spectra.js';
import { planSpectrogram } from '../spectrum/spectrogram-kernel.js';
import { type StftOptions, stftSettings } from '../spectrum/stft-options.js';
import type { FrameKernel } from '../stage/feature.types.js';
import type { FeatureName, FeatureSelection } from './extractor.types.js';
import { planQuantized } from './quantized-kernel.js';
import { createPeakKernel, createWaveformKernel } from './sample-kernels.js';

/** A feature, and how its frames are cut and measured. */
export interface ChosenFeature {
  readonly name: FeatureName;
  readonly kernel: FrameKernel;
}

/** A feature whose options have been checked. */
export interface PlannedFeature {
  readonly name: FeatureName;
  readonly create: (sampleRate: number) => FrameKernel;
}

/** The features that are wanted, of which those of spectra share one. */
export interface FeaturesPlan {
  readonly planned: readonly PlannedFeature[];
  /** To be called before each frame. */
  readonly nextFrame: () => void;
}

/** What all features of an extractor share. */
export interface SharedOptions extends StftOptions {
  readonly fftSize: number;
  readonly hopLength: number;
  readonly sampleRate: number;
}

type Plan = PlannedFeature['create'];

const flag = z.boolean().default(false);
/** A feature of options of its own: its kernel's plan checks them. */
const optional = z.union([z.boolean(), z.looseObject({})]).default(false);

const schema = z.strictObject({
  magnitudes: flag,
  quantized: optional,
  mel: optional,
  bars: optional,
  waveform: z
    .union([z.boolean(), z.strictObject({ length: z.int().min(1).max(65_536).default(1024) })])
    .default(false),
  rms: flag,
  peak: flag,
  percentileLevel: optional,
  onsetStrength: flag,
});

/** What is measured unless something is chosen. */
const USUAL: FeatureSelection = { magnitudes: true, quantized: true, rms: true };

const optionsOf = <T extends object>(chosen: boolean | T | undefined): Partial<T> | undefined =>
  chosen === true ? {} : chosen === false ? undefined : chosen;

const FORBIDDEN = [
  'hopLength',
  'fftSize',
  'window',
  'windowLength',
  'center',
  'padMode',
  'frameRate',
  'mode',
  'power',
];

const forbid = (owner: string, features: FeatureSelection): void => {
  for (const [name, options] of Object.entries(features)) {
    if (typeof options !== 'object' || options === null) continue;
    const wrong = FORBIDDEN.find((key) => key in options);
    if (wrong === undefined) continue;
    throw new AudioFlowError(
      'invalid-option',
      `${owner}: features.${name}: expected no ${wrong}: all features share that of the extractor`,
    );
  }
};

/**
 * Checks which features are wanted; answers what makes their kernels.
 *
 * @throws AudioFlowError `invalid-option`, also when nothing is wanted.
 */
export const planFeatures = (
  owner: string,
  selection: FeatureSelection | undefined,
  shared: SharedOptions,
): FeaturesPlan => {
  const features = selection ?? USUAL;
  checkOptions(`${owner}: features`, schema, features);
  forbid(owner, features);
  const { sampleRate, ...stft } = shared;
  const { fftSize, hopLength } = stft;
  const settings = stftSettings(owner, stft);
  const { next: nextFrame, source } = createSharedSpectra();
  const frameRate = sampleRate / hopLength;
  const make: { readonly [K in FeatureName]: () => Plan | undefined } = {
    magnitudes: () =>
      features.magnitudes ? planSpectrogram(owner, { ...stft, power: 1 }, source) : undefined,
    quantized: () => {
      const options = optionsOf(features.quantized);
      return options && planQuantized(owner, options, { settings, source });
    },
    mel: () => {
      const options = optionsOf(features.mel);
      return options && planMel(owner, { ...stft, ...options }, source);
    },
    bars: () => {
      const options = optionsOf(features.bars);
      return options && planSmoothBars(owner, { ...options, frameRate }).create;
    },
    waveform: () => {
      const { waveform } = features;
      if (waveform === undefined || waveform === false) return undefined;
      const length = (waveform === true ? undefined : waveform.length) ?? 1024;
      return () => createWaveformKernel(length, hopLength);
    },
    rms: () => (features.rms ? planRms(owner, { frameLength: fftSize, hopLength }) : undefined),
    peak: () => (features.peak ? () => createPeakKernel(hopLength, hopLength) : undefined),
    percentileLevel: () => {
      const options = optionsOf(features.percentileLevel);
      return options && planPercentile(owner, { ...stft, ...options }, source);
    },
    onsetStrength: () =>
      features.onsetStrength ? planOnsetStrength(owner, stft, source) : undefined,
  };
  const chosen = FEATURE_NAMES.flatMap((name) => {
    const create = make[name]();
    return create === undefined ? [] : [{ name, create }];
  });
  if (chosen.length === 0) {
    throw new AudioFlowError(
      'invalid-option',
      `${owner}: expected at least one of features: ${FEATURE_NAMES.join(', ')}`,
    );
  }
  return { planned: chosen, nextFrame };
};

/** All features, in the order in which a frame holds them. */
export const FEATURE_NAMES: readonly FeatureName[] = [
  'magnitudes',
  'quantized',
  'mel',
  'bars',
  'waveform',
  'rms',
  'peak',
  'percentileLevel',
  'onsetStrength',
];

import type { SpectrumBarsOptions } from '../level/spectrum-bars.types.js';
import type { MelOptions } from '../mel/mel-filterbank.js';
import type { StftOptions } from '../spectrum/stft-options.js';
import type { StageOptions } from '../stage/stage-options.js';

/** Names of what an extractor can measure, in the order in which a frame holds them. */
export type FeatureName =
  | 'magnitudes'
  | 'quantized'
  | 'mel'
  | 'bars'
  | 'waveform'
  | 'rms'
  | 'peak'
  | 'percentileLevel'
  | 'onsetStrength';

/** How magnitudes are put into bytes. */
export interface QuantizedOptions {
  /** Steps, 2 to 256. Default 256. */
  readonly levels?: number | undefined;
  /**
   * 'decibels': from `minDb` up to 0 dBFS, a sine of full scale. 'linear': by `max`, or by the largest magnitude up to now, which falls by half
   * in `halfLife`. Default 'decibels'.
   */
  readonly scale?: 'decibels' | 'linear' | undefined;
  /** What step 0 stands for, in dBFS. Default -90. */
  readonly minDb?: number | undefined;
  /** Linear: the magnitude of the highest step. Default: the largest up to now. */
  readonly max?: number | undefined;
  /** Linear: seconds in which the running largest falls by half, so that one click does not darken the rest. Default 5. */
  readonly halfLife?: number | undefined;
}

/** Which features; `true` takes the defaults of one. */
export interface FeatureSelection {
  /** |X| of each bin, 0 Hz to half the rate, as `spectrogram` with `power: 1`. */
  readonly magnitudes?: boolean | undefined;
  /** The magnitudes in bytes: a quarter of the size, for pictures and wires. */
  readonly quantized?: boolean | QuantizedOptions | undefined;
  /** Power in bands of the ear, as `melSpectrogram`. */
  readonly mel?: boolean | MelOptions | undefined;
  /** Bars 0 to 1, then level, bass and reference, as `spectrumBars`. */
  readonly bars?: boolean | Omit<SpectrumBarsOptions, 'mode' | 'frameRate'> | undefined;
  /** The samples around the moment. Default `{ length: 1024 }`. */
  readonly waveform?: boolean | { readonly length?: number | undefined } | undefined;
  /** Root mean square of the frame, linear, as `rms`. */
  readonly rms?: boolean | undefined;
  /** The largest magnitude of a sample among the `hopLength` samples around the moment, linear. */
  readonly peak?: boolean | undefined;
  /** The 90th, or another, percentile of the magnitudes, as `percentileLevel`. */
  readonly percentileLevel?: boolean | { readonly percent?: number | undefined } | undefined;
  /** How much grew louder, in dB, as `onsetStrength`. */
  readonly onsetStrength?: boolean | undefined;
}

/** Options of `AudioFeatureExtractor`. All but `sampleRate` have defaults. */
export interface ExtractorOptions extends Omit<StftOptions, 'center' | 'padMode'>, StageOptions {
  /** In Hz; blocks of another rate fail with `format-changed`. Default: that of the first block. */
  readonly sampleRate?: number | undefined;
  /** Frames in a second, rounded to whole samples; `hopLength`, 16 to 1048576, goes before it. Default 60. */
  readonly frameRate?: number | undefined;
  /** Which channel to look at, from 0. Default: the mean of all. */
  readonly channel?: number | undefined;
  /** What is measured. Default `{ magnitudes: true, quantized: true, rms: true }`. */
  readonly features?: FeatureSelection | undefined;
}

/** Audio for an extractor. */
export interface PcmBlock {
  /** One Float32Array for each channel, of equal lengths. */
  readonly channels: readonly Float32Array[];
  /** In Hz. Default: the option, else the rate of the block before. */
  readonly sampleRate?: number | undefined;
  /** In samples. Default: where the block before ended. */
  readonly pts?: number | undefined;
}

/** Where a feature lies in the buffer of a frame. */
export interface FeatureLayout {
  readonly name: FeatureName;
  /** 'f32', or 'u8' for `quantized`. */
  readonly type: 'f32' | 'u8';
  /** In bytes. */
  readonly offset: number;
  /** Values. */
  readonly size: number;
}

/** The measurements of a frame by name; those that were chosen are there. */
export type FeatureValues = {
  readonly [K in FeatureName]?: K extends 'quantized' ? Uint8Array : Float32Array;
};

/** What was measured at one moment: views of one buffer, which may be transferred and given back. */
export interface ExtractedFrame {
  /** In samples: the middle of what was looked at. */
  readonly pts: number;
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
  readonly values: FeatureValues;
  /** What all of `values` are views of. */
  readonly buffer: ArrayBuffer;
}

/** Takes a frame. */
export type OnExtractedFrame = (frame: ExtractedFrame) => void;

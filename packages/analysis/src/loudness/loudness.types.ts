import type { ChannelLayout } from '@audioflow/core';

/** What a meter shows at one moment. Levels without any sound are -Infinity. */
export interface LoudnessReading {
  /** The moment up to which the windows reach, in samples. */
  readonly pts: number;
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
  /** Over the last 400 ms, in LUFS; what was before the stream counts as silence. */
  readonly momentary: number;
  /** Over the last 3 s, in LUFS. */
  readonly shortTerm: number;
  /** Since the beginning, gated, in LUFS: -Infinity before the first 400 ms and while all is below -70 LUFS. */
  readonly integrated: number;
  /** Loudness range (LRA) since the beginning, in LU: 0 before the first 3 s. */
  readonly range: number;
  /** Largest true peak of any channel since the beginning, in dBTP. -Infinity if it is not measured. */
  readonly truePeak: number;
}

/** The loudness of a whole programme. Levels without any sound are -Infinity. */
export interface LoudnessSummary {
  /** Programme loudness in LUFS, gated. */
  readonly integrated: number;
  /** Where the relative gate stood: 10 LU below the mean of all blocks above -70 LUFS, in LUFS. */
  readonly threshold: number;
  /** Loudness range (LRA) in LU; 0 if the programme is shorter than 3 s. */
  readonly range: number;
  /** The 10th and the 95th percentile that `range` lies between, in LUFS. */
  readonly rangeLow: number;
  readonly rangeHigh: number;
  /** In dBTP; -Infinity if it is not measured. */
  readonly truePeak: number;
  /** Largest sample, in dBFS. */
  readonly samplePeak: number;
  /** Largest momentary and short-term loudness, in LUFS. */
  readonly maxMomentary: number;
  readonly maxShortTerm: number;
  /** Samples measured, per channel. */
  readonly length: number;
  /** In Hz. */
  readonly sampleRate: number;
}

/** What every loudness function takes. */
export interface LoudnessMeterOptions {
  /** Time between two readings in ms: 1, 2, 4, 5, 10 or 20. Default 20. */
  readonly hopMs?: 1 | 2 | 4 | 5 | 10 | 20 | undefined;
  /** Measure the true peak: from 40 % of the work (music) to 80 % (noise). Default true. */
  readonly truePeak?: boolean | undefined;
  /**
   * One weight for each channel. Default: those of ITU-R BS.1770-4 for the layout, and without one for the usual
   * order of that many channels. `[2]` measures mono as it sounds from two loudspeakers.
   */
  readonly weights?: readonly number[] | undefined;
}

/** What {@link createLoudnessMeter} takes. */
export interface LoudnessMeterInit extends LoudnessMeterOptions {
  /** In Hz, 4000 or more. */
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly layout?: ChannelLayout | undefined;
}

/** A meter of one stretch of audio. */
export interface LoudnessMeter {
  /**
   * Takes samples, any number: one plane per channel, of equal lengths. Samples that are not finite count as 0.
   *
   * @param onReading Called at each hop; readings are made only if it is given.
   */
  push(channels: readonly Float32Array[], onReading?: (reading: LoudnessReading) => void): void;
  /** What has been measured so far. */
  summary(): LoudnessSummary;
  /** The programme has ended: takes the last samples' true peak in too. */
  finish(): LoudnessSummary;
}

/** Options of `spectrumBars`. */
export interface SpectrumBarsOptions {
  /** 'exact' takes `barCount` and no other option. Default 'smooth'. */
  readonly mode?: 'smooth' | 'exact' | undefined;
  /** Bars. Default 32. */
  readonly barCount?: number | undefined;
  /** Where the lowest bar begins and the highest ends, in Hz. Defaults 20, and 16000 or half the rate. */
  readonly minFrequency?: number | undefined;
  readonly maxFrequency?: number | undefined;
  /** Frames in a second. Default 60. */
  readonly frameRate?: number | undefined;
  /** How far below the reference a bar is empty, in dB. Default 48. */
  readonly rangeDb?: number | undefined;
  /** Seconds in which the reference follows the loudest bar: up and down. Defaults 0.1 and 4. */
  readonly attack?: number | undefined;
  readonly release?: number | undefined;
}

/** Bars of one moment. */
export interface BarsFrame {
  /** Where the newest samples of the frame begin, in samples. */
  readonly pts: number;
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
  /** 0 to 1, in exact mode to 1.5; from the lowest frequency up. */
  readonly bars: Float32Array;
  /** Loudness of the moment: 0 at -60 dBFS, 1 at -6 dBFS. */
  readonly level: number;
  /** The mean of the bars up to 200 Hz, in exact mode of the first four. */
  readonly bass: number;
  /** What the bars are measured by. */
  readonly reference: number;
}

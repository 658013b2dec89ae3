/** Weighted sums of bins that lie beside each other. */
export interface BinBands {
  /** For each band the first bin. */
  readonly starts: Int32Array;
  /** For each band how many bins. */
  readonly counts: Int32Array;
  /** The weights of all bands, one after the other. */
  readonly weights: Float64Array;
}

/** What {@link createSimdSpectra} makes of frames. */
export interface SimdSpectraInit {
  /** What a frame is multiplied with; its length is that of the transform. */
  readonly window: Float64Array;
  /** Samples from one frame to the next. */
  readonly hopLength: number;
  /** What is kept of each bin: its complex value X, |X|, or |X|^2. */
  readonly output: 'complex' | 'magnitude' | 'power';
  /** Sums of magnitudes or powers in place of the bins. */
  readonly bands?: BinBands | undefined;
  readonly logarithm?: SimdLogarithm | undefined;
}

/** Values as (`scale` log10(max(value, floor)) + `shift`) `gain`. */
export interface SimdLogarithm {
  /** Not 0. */
  readonly scale: number;
  /** At least 1.2e-38. */
  readonly floor: number;
  /** Default 0. */
  readonly shift?: number | undefined;
  /** Default 1. */
  readonly gain?: number | undefined;
}

/** Frames in samples. */
export interface SimdFrames {
  readonly samples: Float32Array | Float64Array;
  /** Where the first begins; the others a hop after one another. */
  readonly offset: number;
  /** From 1 to `limit`. */
  readonly count: number;
}

/** Spectra of several frames at once, in single precision. */
export interface SimdSpectra {
  /** Values of each row: bins (complex: all real parts, then all imaginary ones), or bands. */
  readonly rowSize: number;
  /** The most frames of one call. */
  readonly limit: number;
  /** The rows of the last `process`: value v of frame f is at `f * rowSize + v`. */
  readonly rows: Float32Array;
  /** Of the last call the least and the largest logarithm, before shift and gain; of no meaning where none are taken. */
  readonly extremes: Float32Array;
  /**
   * Makes rows of `count` frames, of which the first begins at `offset`. A row depends on the samples of its frame only, not on where it stood.
   * Samples that are not finite count as 0.
   *
   * @param count From 1 to `limit`.
   */
  process(samples: Float32Array | Float64Array, offset: number, count: number): void;
  /** Writes the rows to `out` instead, from `at` on. */
  processInto(frames: SimdFrames, out: Float32Array, at: number): void;
}

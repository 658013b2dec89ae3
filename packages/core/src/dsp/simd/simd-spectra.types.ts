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
  /** The values as `scale` log10(max(value, floor)); `scale` is not 0, and `floor` at least 1.2e-38. */
  readonly logarithm?: { readonly scale: number; readonly floor: number } | undefined;
}

/** Spectra of several frames at once, in single precision. */
export interface SimdSpectra {
  /** Values of each row: bins (complex: all real parts, then all imaginary ones), or bands. */
  readonly rowSize: number;
  /** The most frames of one call. */
  readonly limit: number;
  /** The rows of the last call: value v of frame f is at `f * rowSize + v`. */
  readonly rows: Float32Array;
  /**
   * Makes rows of `count` frames, of which the first begins at `offset`. A row depends on the samples of its frame only, not on where it stood.
   * Samples that are not finite count as 0.
   *
   * @param count From 1 to `limit`.
   */
  process(samples: Float32Array | Float64Array, offset: number, count: number): void;
}

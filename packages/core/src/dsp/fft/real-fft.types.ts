/** A planned transform of real samples. It has buffers of its own: one for each thread and each use. */
export interface RealFft {
  /** Samples. */
  readonly size: number;
  /** Frequencies from 0 up to half the rate: floor(size / 2) + 1. */
  readonly bins: number;
  /**
   * Samples to spectrum: X[k] = sum of x[n] exp(-2 pi i k n / size), not scaled.
   *
   * @param samples `size` of them; they stay as they are.
   * @param re Takes the real parts: `bins` of them.
   * @param im Takes the imaginary parts.
   */
  forward(samples: Float64Array, re: Float64Array, im: Float64Array): void;
  /** Spectrum to samples, scaled by 1 / size: the way back. Imaginary parts at 0 and at half the rate are ignored. */
  inverse(re: Float64Array, im: Float64Array, samples: Float64Array): void;
}

/** A {@link RealFft} in single precision. */
export interface SinglePrecisionRealFft {
  /** Samples. */
  readonly size: number;
  /** Frequencies from 0 up to half the rate: floor(size / 2) + 1. */
  readonly bins: number;
  /** Samples to spectrum, not scaled; see {@link RealFft}. */
  forward(samples: Float32Array, re: Float32Array, im: Float32Array): void;
  /** Spectrum to samples, scaled by 1 / size: the way back. It is done in double precision, and rounded. */
  inverse(re: Float32Array, im: Float32Array, samples: Float32Array): void;
}

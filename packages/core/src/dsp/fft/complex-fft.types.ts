/** Complex numbers in two arrays. */
export interface Split {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** One pass of a Stockham transform: butterflies of one radix over `m` twiddles and `s` neighbours. */
export interface Pass {
  readonly m: number;
  readonly s: number;
  /** `radix - 1` of them for each of `m`: the powers of exp(-2 pi i p / (radix m)). */
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** Does one pass from `x` to `y`. */
export type Butterflies = (pass: Pass, x: Split, y: Split) => void;

/** A planned complex transform: exp(-2 pi i k n / size), without scaling. */
export interface ComplexFft {
  readonly size: number;
  /** From `input`, which stays as it is, to `output`: different arrays of `size` each. */
  transform(input: Split, output: Split): void;
}

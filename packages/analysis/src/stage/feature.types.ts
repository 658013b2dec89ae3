import type { Framing } from './framer.js';
import type { Samples } from './mono.js';

/** A measurement of one moment of a stream. */
export interface FeatureFrame {
  /** In samples: the middle of what was looked at if frames are centred, else its beginning. */
  readonly pts: number;
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
  readonly values: Float32Array;
}

/** Measurements of all frames, one after the other. */
export interface FeatureMatrix {
  readonly frameCount: number;
  /** Values of each frame. */
  readonly size: number;
  /** Value v of frame f is at `f * size + v`. */
  readonly data: Float32Array;
  /** Samples from one frame to the next. */
  readonly hopLength: number;
  /** In Hz. */
  readonly sampleRate: number;
}

/** What measures frames of samples, in order. It may remember frames that were before. */
export interface FrameKernel {
  readonly framing: Framing;
  /** Values that each frame gives. */
  readonly size: number;
  /** Measures the frame that begins at `offset`; writes `size` values to `row`. */
  process(samples: Float64Array, offset: number, row: Float64Array): void;
  /** The same for several frames in one call, where that is quicker. The values are those of `process`, to the bit. */
  readonly block?: FrameBlock | undefined;
}

/** Frames in samples: the first begins at `offset`, the others a hop after one another. */
export interface FrameRun {
  readonly samples: Float32Array | Float64Array;
  readonly offset: number;
  readonly count: number;
}

/** What measures some frames of samples at once; samples that are not finite count as 0. */
export interface FrameBlock {
  /** What the last call measured, a row each; as many as frames that one call may have. */
  readonly rows: readonly Samples[];
  /** Measures `count` frames, of which the first begins at `offset` and the others a hop after one another. */
  process(samples: Float32Array | Float64Array, offset: number, count: number): void;
  /** The same into a larger array, from `at` on, where there is nothing else to be done with rows. */
  readonly processInto?: ((run: FrameRun, out: Float32Array, at: number) => void) | undefined;
  /** Of what `processInto` wrote last the least and the largest logarithm, before shift and gain. */
  readonly extremes?: Float32Array | undefined;
}

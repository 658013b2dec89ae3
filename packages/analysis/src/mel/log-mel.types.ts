import type { PrecisionOptions } from '../stage/precision.js';

/** Options of `logMel` and `logMelOf`. */
export interface LogMelOptions extends PrecisionOptions {
  /** Bands: 80 for Whisper up to large-v2, 128 for large-v3 and Qwen2-Audio. Default 80. */
  readonly melCount?: number | undefined;
}

/** What `logMelOf` takes. */
export interface LogMelInit extends LogMelOptions {
  /** In Hz: 16000, the only rate of these models. */
  readonly sampleRate: number;
  /**
   * Cut the samples to so many, or fill them up with zeros; null leaves them. Default 480000, 30 s: 3000 frames, as the models
   * want them and Hugging Face's extractor gives them.
   */
  readonly padTo?: number | null | undefined;
  /** Zeros after that. openai-whisper's `transcribe` has `padTo: null` and 480000. Default 0. */
  readonly padAfter?: number | undefined;
}

/** The input of a speech model. */
export interface LogMel {
  readonly frameCount: number;
  /** Bands. */
  readonly size: number;
  /** Band m of frame f is at `f * size + m`; about -1 to 1.5. */
  readonly data: Float32Array;
  /** For each frame 1 where it has samples, 0 where it is padding. */
  readonly attentionMask: Uint8Array;
  /** How many ones the mask has. */
  readonly length: number;
}

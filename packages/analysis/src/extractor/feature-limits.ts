import { AudioFlowError } from '@audioflow/core';
import type { ExtractedFrame } from './extractor.types.js';

/** What one request may cost. */
export interface FeatureLimits {
  readonly maxSeconds: number;
  readonly maxFeatureBytes: number;
  readonly maxComputeMs: number;
}

/** Counts what one request costs; each call throws `limit-exceeded` beyond its limit. */
export interface FeatureMeter {
  /** So many samples have come. */
  hear(length: number, sampleRate: number): void;
  /** A frame is kept; from within `compute`. */
  keep(frame: ExtractedFrame): void;
  /** Runs what counts as computing; answers how long it took, in ms. */
  compute(work: () => void): number;
}

/** What a frame takes beside its values. */
const FRAME_BYTES = 256;

const tooMuch = (expected: string): AudioFlowError =>
  new AudioFlowError('limit-exceeded', `feature service: expected at most ${expected}`);

/** Opens the account of a request. */
export const createFeatureMeter = ({
  maxSeconds,
  maxFeatureBytes,
  maxComputeMs,
}: FeatureLimits): FeatureMeter => {
  let bytes = 0;
  let heard = 0;
  let computedMs = 0;
  let since = 0;
  const checkTime = (ms: number): void => {
    if (ms <= maxComputeMs) return;
    throw tooMuch(
      `${maxComputeMs} ms of computing: send less audio, or ask for fewer features, a smaller fftSize or a larger hopLength`,
    );
  };
  return {
    hear: (length, sampleRate): void => {
      heard += length;
      if (heard > maxSeconds * sampleRate) {
        throw tooMuch(`${maxSeconds} s of audio: send less, or raise maxSeconds`);
      }
    },
    keep: ({ buffer }): void => {
      checkTime(computedMs + performance.now() - since);
      bytes += FRAME_BYTES + buffer.byteLength;
      if (bytes > maxFeatureBytes) {
        throw tooMuch(`${maxFeatureBytes} bytes of features: ask for fewer, or a larger hopLength`);
      }
    },
    compute: (work): number => {
      since = performance.now();
      work();
      const took = performance.now() - since;
      computedMs += took;
      checkTime(computedMs);
      return took;
    },
  };
};

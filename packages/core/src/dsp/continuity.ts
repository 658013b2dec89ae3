import { AudioFlowError } from '../error/index.js';
import type { AudioFrame } from '../signal/index.js';

/** What an operator with a history does when `pts` jumps. */
export type DiscontinuityPolicy = 'silence' | 'reset' | 'error';

/** Options of every operator with a history. */
export interface ContinuityOptions {
  /**
   * A jump of `pts`: fill a gap with silence up to `maxGapMs` (a longer one, or a jump back, as
   * `reset`), end what is under way and begin anew at the new time, or fail with `malformed-data`.
   * Default 'error': right for files; live sources take 'silence'.
   */
  readonly onDiscontinuity?: DiscontinuityPolicy | undefined;
  /** Longest gap that 'silence' fills, in ms. Default 1000. */
  readonly maxGapMs?: number | undefined;
}

/** What to do before a frame is taken. */
export interface ContinuityVerdict {
  readonly action: 'continue' | 'silence' | 'reset';
  /** Samples from where the last frame ended to where this one begins; negative for a jump back. */
  readonly gap: number;
}

/** Follows the `pts` of a stream of frames of one format. */
export interface Continuity {
  /**
   * Judges the next frame, and takes it as the last one from then on.
   *
   * @throws AudioFlowError `malformed-data` on a jump, with the policy 'error'.
   */
  check(frame: AudioFrame): ContinuityVerdict;
  /** Forgets where the stream is: the next frame may begin anywhere. */
  reset(): void;
}

/**
 * Makes a follower of `pts` that tells an operator with a history what a jump means for it.
 *
 * @param owner The operator's name: it begins the error's message.
 * @param options The policy, with its defaults filled in.
 *
 * @example
 * import { createFrame } from '@audioflow/core';
 * import { createContinuity } from '@audioflow/core/dsp';
 * const at = (pts) => createFrame([new Float32Array(480)], { sampleRate: 48000, pts });
 * const continuity = createContinuity('smooth', { onDiscontinuity: 'silence', maxGapMs: 100 });
 * console.log(continuity.check(at(0))); // { action: 'continue', gap: 0 }
 * console.log(continuity.check(at(960))); // { action: 'silence', gap: 480 }
 * console.log(continuity.check(at(96000))); // { action: 'reset', gap: 94560 }
 */
export const createContinuity = (
  owner: string,
  options: {
    readonly onDiscontinuity: DiscontinuityPolicy;
    readonly maxGapMs: number;
  },
): Continuity => {
  const { onDiscontinuity, maxGapMs } = options;
  let expected: number | undefined;
  return {
    check(frame): ContinuityVerdict {
      const gap = frame.pts - (expected ?? frame.pts);
      if (gap !== 0 && onDiscontinuity === 'error') {
        throw new AudioFlowError(
          'malformed-data',
          `${owner}: expected pts ${expected}, got ${frame.pts}: ` +
            "mend the source, or set onDiscontinuity: 'silence' or 'reset'",
          { details: { expected, pts: frame.pts } },
        );
      }
      expected = frame.pts + frame.length;
      if (gap === 0) return { action: 'continue', gap };
      const short = gap > 0 && (gap * 1000) / frame.sampleRate <= maxGapMs;
      return { action: short && onDiscontinuity === 'silence' ? 'silence' : 'reset', gap };
    },
    reset(): void {
      expected = undefined;
    },
  };
};

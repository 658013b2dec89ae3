import { type Processor, transform } from '../operator/index.js';
import type { AudioFrame } from '../signal/index.js';

/**
 * Counts `pts` on from 0, whatever the source says: a file played again and again, or a stream with
 * gaps, is one unbroken line of time.
 *
 * The samples stay as they are; a gap is not filled, it just no longer shows. Empty frames are dropped.
 *
 * @example
 * import { continuousTime, createFrame, fromFrames } from '@audioflow/core';
 * import { repeat } from 'rxjs';
 * const frame = createFrame([new Float32Array(100)], { sampleRate: 8000 });
 * const twice = fromFrames([frame]).pipe(repeat(2), continuousTime());
 * twice.subscribe(({ pts }) => console.log(pts)); // 0 100
 */
export const continuousTime = (): Processor =>
  transform<AudioFrame, AudioFrame>(
    () => {
      let pts = 0;
      return {
        next: (frame, emit): void => {
          if (frame.length === 0) return;
          const at = pts;
          pts += frame.length;
          emit({ ...frame, pts: at });
        },
      };
    },
    { name: 'continuousTime' },
  );

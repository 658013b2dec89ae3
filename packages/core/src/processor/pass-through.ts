import { type Processor, transform } from '../operator/index.js';
import type { AudioFrame } from '../signal/index.js';

/**
 * The processor that changes nothing: each frame comes out as it went in.
 *
 * A neutral element for pipelines that are put together at run time. Empty frames are dropped, as by
 * every processor.
 *
 * @example
 * import { createFrame, fromFrames, passThrough } from '@audioflow/core';
 * const frame = createFrame([Float32Array.of(0.5)], { sampleRate: 48000 });
 * fromFrames([frame]).pipe(passThrough()).subscribe((out) => console.log(out === frame)); // true
 */
export const passThrough = (): Processor =>
  transform<AudioFrame, AudioFrame>(
    () => ({
      next: (frame, emit): void => {
        if (frame.length > 0) emit(frame);
      },
    }),
    { name: 'passThrough' },
  );

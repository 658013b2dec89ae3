import * as z from 'zod';
import { checkOptions } from '../error/index.js';
import { type Processor, transform } from '../operator/index.js';
import type { AudioFrame } from '../signal/index.js';

/** The largest finite Float32. */
const LARGEST = 3.4028234663852886e38;

const schema = z.strictObject({ factor: z.number() });

const amplify = (plane: Float32Array, factor: number): Float32Array => {
  const out = new Float32Array(plane.length);
  for (let i = 0; i < plane.length; i++) {
    const value = (plane[i] ?? 0) * factor;
    if (value > LARGEST) out[i] = LARGEST;
    else if (value < -LARGEST) out[i] = -LARGEST;
    // Not true of NaN: the new plane's 0 stays.
    else if (value <= LARGEST) out[i] = value;
  }
  return out;
};

/**
 * Multiplies every sample by a factor.
 *
 * Louder above 1, softer below 1, upside down below 0. Nothing is clipped at full scale: floats have
 * room above it, and integers saturate where they are made. What comes out is always finite: NaN
 * becomes 0, and infinities the largest number that a sample can hold.
 *
 * @param factor Linear, finite: 2 is +6.02 dB, 0.5 is -6.02 dB.
 * @throws AudioFlowError `invalid-option` at once when the factor is not a finite number.
 *
 * @example
 * import { createFrame, fromFrames, gain } from '@audioflow/core';
 * const frame = createFrame([Float32Array.of(0.5, -0.25)], { sampleRate: 48000 });
 * fromFrames([frame]).pipe(gain(0.5)).subscribe((out) => console.log(out.channels[0].join())); // 0.25,-0.125
 */
export const gain = (factor: number): Processor => {
  checkOptions('gain', schema, { factor });
  return transform<AudioFrame, AudioFrame>(
    () => ({
      next: (frame, emit): void => {
        if (frame.length === 0) return;
        emit({ ...frame, channels: frame.channels.map((plane) => amplify(plane, factor)) });
      },
    }),
    { name: 'gain' },
  );
};

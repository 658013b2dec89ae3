import * as z from 'zod';
import { checkOptions } from '../error/index.js';
import { fromPull } from '../flow/index.js';
import type { PcmStream } from '../operator/index.js';
import { signalFrames } from './signal-frames.js';
import { type SignalOptions, signalShape } from './signal-options.js';

const schema = z.strictObject(signalShape);

/**
 * Silence: frames of zeros.
 *
 * Useful as a pause between parts, and as a stream's time base. It is a pausable source.
 *
 * @throws AudioFlowError `invalid-option` at once.
 *
 * @example
 * import { silence } from '@audioflow/core';
 * silence({ duration: 0.02, channelCount: 2 }).subscribe((frame) => {
 *   console.log(frame.length, frame.channels[1][0]); // 960 0
 * });
 */
export const silence = (options: SignalOptions = {}): PcmStream => {
  const checked = checkOptions('silence', schema, options);
  const { channelCount } = checked;
  const render = (_from: number, length: number): readonly Float32Array[] =>
    new Array<Float32Array>(channelCount).fill(new Float32Array(length));
  return fromPull(() => signalFrames(checked, render), { name: 'silence' });
};

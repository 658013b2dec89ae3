import * as z from 'zod';
import { checkOptions } from '../error/index.js';
import { type Processor, type Transform, transform } from '../operator/index.js';
import { type AudioFrame, createFrameFifo } from '../signal/index.js';

/** Options of {@link rechunk}. */
export interface RechunkOptions {
  /**
   * What becomes of a last frame that is too short: put out as it is, padded with zeros, or
   * discarded. Default `short`.
   */
  readonly tail?: 'short' | 'pad' | 'discard' | undefined;
}

const schema = z.strictObject({
  length: z.int().positive(),
  tail: z.enum(['short', 'pad', 'discard']).default('short'),
});

const padded = (frame: AudioFrame, length: number): AudioFrame => ({
  ...frame,
  length,
  channels: frame.channels.map((plane) => {
    const longer = new Float32Array(length);
    longer.set(plane);
    return longer;
  }),
});

const createKernel = (
  length: number,
  tail: 'short' | 'pad' | 'discard',
): Transform<AudioFrame, AudioFrame> => {
  const fifo = createFrameFifo();
  const emitTail = (emit: (frame: AudioFrame) => boolean): void => {
    const rest = fifo.pop(fifo.available);
    if (rest === undefined || tail === 'discard') return;
    emit(tail === 'pad' ? padded(rest, length) : rest);
  };
  return {
    next: (frame, emit) => {
      if (frame.length === 0) return;
      if (!fifo.continues(frame)) emitTail(emit);
      fifo.push(frame);
      for (let chunk = fifo.pop(length); chunk !== undefined; chunk = fifo.pop(length)) {
        if (!emit(chunk)) return;
      }
    },
    flush: emitTail,
    dispose: () => fifo.clear(),
  };
};

/**
 * Cuts a PCM stream into frames of exactly `length` samples.
 *
 * At the end, before a jump in `pts` and before a change of format, what is left is a tail. Frames of
 * the right length pass without a copy.
 *
 * @param length Samples per frame.
 * @throws AudioFlowError `invalid-option` at once.
 *
 * @example
 * import { rechunk, silence } from '@audioflow/core';
 * const lengths = [];
 * silence({ duration: 0.01, sampleRate: 48000, frameLength: 100 })
 *   .pipe(rechunk(240))
 *   .subscribe((frame) => lengths.push(frame.length));
 * console.log(lengths); // [ 240, 240 ]
 */
export const rechunk = (length: number, options: RechunkOptions = {}): Processor => {
  const checked = checkOptions('rechunk', schema, { ...options, length });
  return transform(() => createKernel(checked.length, checked.tail), { name: 'rechunk' });
};

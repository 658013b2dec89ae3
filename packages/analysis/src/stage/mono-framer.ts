import type { AudioFrame } from '@audioflow/core';
import { checkChannel } from './check-channel.js';
import { createFramer, type Framing } from './framer.js';
import { toMono } from './mono.js';

/** Takes the frame that begins at `offset`. */
export type TakeFrame = (samples: Float64Array, offset: number) => void;

/** Cuts a stretch of audio into frames of the mean of its channels, or of one of them. */
export interface MonoFramer {
  push(frame: AudioFrame, take: TakeFrame): void;
  /** The stretch has ended: pads its end. */
  flush(take: TakeFrame): void;
}

/** Makes it for a stretch that begins with `first`; a channel that is not there is an `invalid-option`. */
export const createMonoFramer = (
  owner: string,
  first: AudioFrame,
  { framing, channel }: { readonly framing: Framing; readonly channel?: number | undefined },
): MonoFramer => {
  checkChannel(owner, first, channel);
  const { hopLength } = framing;
  const framer = createFramer(framing, (length) => new Float64Array(length));
  const each = (take: TakeFrame) => (samples: Float64Array, offset: number, count: number) => {
    for (let k = 0; k < count; k++) take(samples, offset + k * hopLength);
  };
  let mono = new Float64Array(0);
  return {
    push: (frame, take): void => {
      if (mono.length < frame.length) mono = new Float64Array(frame.length);
      toMono(frame.channels, channel, mono);
      framer.push(mono.subarray(0, frame.length), each(take));
    },
    flush: (take) => framer.flush(each(take)),
  };
};

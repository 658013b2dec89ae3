import { AudioFlowError, type AudioFrame } from '@audioflow/core';
import { createFramer, type Framing, type TakeFrame } from './framer.js';
import { toMono } from './mono.js';

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
  if (channel !== undefined && channel >= first.channels.length) {
    throw new AudioFlowError(
      'invalid-option',
      `${owner}: expected a channel below ${first.channels.length}, got ${channel}`,
    );
  }
  const framer = createFramer(framing);
  let mono = new Float64Array(0);
  return {
    push: (frame, take): void => {
      if (mono.length < frame.length) mono = new Float64Array(frame.length);
      toMono(frame.channels, channel, mono);
      framer.push(mono.subarray(0, frame.length), take);
    },
    flush: framer.flush,
  };
};

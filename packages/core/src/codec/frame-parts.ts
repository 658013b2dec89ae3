import type { AudioFrame } from '../signal/index.js';

/** What longer frames encode to would overrun any queue before its source can be held. */
const PART = 32_768;

/** A frame in parts of at most {@link PART} samples, without copying. */
export const frameParts = function* (frame: AudioFrame): Generator<AudioFrame> {
  const { length, pts, channels } = frame;
  if (length <= PART) yield frame;
  else {
    for (let at = 0; at < length; at += PART) {
      const planes = channels.map((plane) => plane.subarray(at, at + PART));
      yield { ...frame, pts: pts + at, length: Math.min(PART, length - at), channels: planes };
    }
  }
};

/** Whether a frame comes in more than one part. */
export const isLong = ({ length }: AudioFrame): boolean => length > PART;

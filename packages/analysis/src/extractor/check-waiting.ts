import { AudioFlowError } from '@audioflow/core';
import type { Framing } from '../stage/framer.js';

/** Most bytes of frames that have some of their features and wait for others. */
const MOST_WAITING = 67_108_864;

/** How many samples behind its moment a feature looks. */
const aheadOf = ({ frameLength, center, lead = 0 }: Framing): number =>
  center ? Math.ceil(frameLength / 2) : frameLength - lead;

/**
 * Refuses features of which short ones would wait for long ones in too much memory: with a large transform and a tiny hop.
 *
 * @throws AudioFlowError `invalid-option`.
 */
export const checkWaiting = (
  owner: string,
  framings: readonly Framing[],
  { hopLength, byteLength }: { readonly hopLength: number; readonly byteLength: number },
): void => {
  const ahead = framings.map(aheadOf);
  const frames = Math.ceil((Math.max(...ahead) - Math.min(...ahead)) / hopLength);
  if (frames * byteLength <= MOST_WAITING) return;
  throw new AudioFlowError(
    'invalid-option',
    `${owner}: expected at most ${MOST_WAITING} bytes of frames that wait for their longest feature, got ${frames} of ${byteLength}: ` +
      'take a larger hopLength, a smaller fftSize or fewer features',
  );
};

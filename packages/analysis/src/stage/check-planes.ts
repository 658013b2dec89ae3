import { AudioFlowError } from '@audioflow/core';
import type { Samples } from './mono.js';

/** Refuses planes of another number than `channelCount`, or of unequal lengths. */
export const checkPlanes = (
  owner: string,
  planes: readonly Samples[],
  channelCount: number,
): void => {
  const length = planes[0]?.length ?? 0;
  if (planes.length === channelCount && planes.every((plane) => plane.length === length)) return;
  throw new AudioFlowError(
    'invalid-option',
    `${owner}: expected ${channelCount} plane(s) of equal lengths, got ${planes.length} of ` +
      planes.map((plane) => plane.length).join(', '),
  );
};

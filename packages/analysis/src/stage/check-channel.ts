import { AudioFlowError } from '@audioflow/core';

/** Throws an `invalid-option` when `channel` is none of `channelCount`. */
export const checkChannel = (
  owner: string,
  channelCount: number,
  channel: number | undefined,
): void => {
  if (channel === undefined || channel < channelCount) return;
  throw new AudioFlowError(
    'invalid-option',
    `${owner}: expected a channel below ${channelCount}, got ${channel}`,
  );
};

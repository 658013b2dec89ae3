import { AudioFlowError, type AudioFrame } from '@audioflow/core';

/** Throws an `invalid-option` when `channel` names one that `first` has not. */
export const checkChannel = (
  owner: string,
  first: AudioFrame,
  channel: number | undefined,
): void => {
  if (channel === undefined || channel < first.channels.length) return;
  throw new AudioFlowError(
    'invalid-option',
    `${owner}: expected a channel below ${first.channels.length}, got ${channel}`,
  );
};

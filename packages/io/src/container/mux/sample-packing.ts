import type { Packet } from '@audioflow/core';

/** How a packet's samples are stored: `s16le`... for pcm, as its config says, or the codec that says so itself. */
export const samplePacking = ({ codec, config }: Packet): string => {
  if (codec !== 'pcm') return codec;
  return config === undefined ? 's16le' : String.fromCharCode(...config.subarray(0, 8));
};

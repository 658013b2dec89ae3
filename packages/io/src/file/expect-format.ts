import { AudioFlowError, type Packet } from '@audioflow/core';

/** One rate and channel count to the end. */
export const expectFormat = (owner: string, packet: Packet, first: Packet): void => {
  if (packet.sampleRate === first.sampleRate && packet.channelCount === first.channelCount) return;
  throw new AudioFlowError(
    'format-changed',
    `${owner}: expected ${first.sampleRate} Hz and ${first.channelCount} channel(s) to the end, ` +
      `got ${packet.sampleRate} Hz and ${packet.channelCount} at pts ${packet.pts}`,
  );
};

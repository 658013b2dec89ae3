import { AudioFlowError, type Packet } from '@audioflow/core';
import type { StreamInfo } from './stream-info.js';

/**
 * Refuses a packet that is not what listeners were told they get.
 *
 * @throws AudioFlowError `format-changed`.
 */
export const checkPacket = (packet: Packet, info: StreamInfo): void => {
  const { codec, sampleRate, channelCount } = packet;
  const fits =
    codec === info.codec && sampleRate === info.sampleRate && channelCount === info.channelCount;
  if (fits) return;
  const show = (of: { codec: string; sampleRate: number; channelCount: number }): string =>
    `${of.codec}, ${of.sampleRate} Hz, ${of.channelCount} channels`;
  throw new AudioFlowError(
    'format-changed',
    `broadcaster: expected packets of ${show(info)}, got ${show(packet)}: convert before encoding, or open a broadcaster for this format`,
    { details: { expected: info, came: { codec, sampleRate, channelCount }, pts: packet.pts } },
  );
};

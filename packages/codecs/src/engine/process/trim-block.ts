import type { AudioFrame, Packet } from '@audioflow/core';
import type { DecodedBlock } from './decoded-blocks.js';

/**
 * Dates what a packet decoded to by the packet's pts, and drops the samples that it says to drop; undefined
 * where none is left.
 */
export const trimBlock = (
  block: DecodedBlock,
  packet: Pick<Packet, 'pts' | 'sampleRate' | 'trimStart' | 'trimEnd'>,
): AudioFrame | undefined => {
  const { sampleRate, length } = block;
  // HE-AAC decodes to twice the rate that an ADTS header tells.
  const ratio = sampleRate / packet.sampleRate;
  const from = Math.min(Math.round((packet.trimStart ?? 0) * ratio), length);
  const to = length - Math.round((packet.trimEnd ?? 0) * ratio);
  if (from >= to) return undefined;
  const whole = from === 0 && to === length;
  const channels = whole ? block.channels : block.channels.map((plane) => plane.slice(from, to));
  const pts = Math.round(packet.pts * ratio) + from;
  return { kind: 'pcm', sampleRate, channels, length: to - from, pts };
};

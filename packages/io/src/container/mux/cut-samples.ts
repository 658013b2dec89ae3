import type { Packet } from '@audioflow/core';

const plain: ReadonlySet<string> = new Set(['pcm', 'mulaw', 'alaw']);

/** Cuts from a packet of samples those that are not to be heard; packets of other codecs pass. */
export const cutSamples = (packet: Packet): Packet => {
  const { codec, data, duration, pts, trimStart = 0, trimEnd = 0, ...rest } = packet;
  if ((trimStart === 0 && trimEnd === 0) || !plain.has(codec) || duration === 0) return packet;
  const stride = data.length / duration;
  const from = Math.min(trimStart, duration);
  const to = Math.max(from, duration - trimEnd);
  return {
    ...rest,
    codec,
    data: data.subarray(from * stride, to * stride),
    pts: pts + from,
    duration: to - from,
  };
};

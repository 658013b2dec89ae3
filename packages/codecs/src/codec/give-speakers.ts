import type { AudioFrame, ChannelLayout, Packet } from '@audioflow/core';
import type { SessionOutput } from '@audioflow/core/codec';
import type { EngineDecoder } from '../engine/index.js';
import type { MaskOf } from './speakers.js';

/** Mono and stereo are what a channel count means anyway. */
const PLAIN_CHANNELS = 2;

/** Has a decoder say where the channels of its frames belong, where there are more than two and the codec tells. */
export const giveSpeakers = <C extends string>(
  session: EngineDecoder<C>,
  maskOf: MaskOf,
): EngineDecoder<C> => {
  let last: Packet | undefined;
  let layout: ChannelLayout | undefined;
  const laid = (frame: AudioFrame): AudioFrame => {
    const channelCount = frame.channels.length;
    if (channelCount <= PLAIN_CHANNELS || frame.layout !== undefined || last === undefined) {
      return frame;
    }
    const mask = maskOf(last, channelCount);
    if (mask === 0) return frame;
    if (layout?.channelCount !== channelCount || layout.mask !== mask) {
      layout = { channelCount, mask };
    }
    return { ...frame, layout };
  };
  const through =
    (out: SessionOutput<AudioFrame>): SessionOutput<AudioFrame> =>
    (frame) =>
      out(laid(frame));
  return {
    get stats() {
      return session.stats;
    },
    push: (packet, out) => {
      last = packet;
      return session.push(packet, packet.channelCount > PLAIN_CHANNELS ? through(out) : out);
    },
    end: (out) => session.end(through(out)),
    close: session.close,
  };
};

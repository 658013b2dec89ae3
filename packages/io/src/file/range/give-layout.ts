import type { AudioFrame, ChannelLayout } from '@audioflow/core';
import { identity, type MonoTypeOperatorFunction, map } from 'rxjs';

/** Says where the channels of frames belong, as the container tells it: it knows better than the codec. */
export const giveLayout = (
  layout: ChannelLayout | undefined,
): MonoTypeOperatorFunction<AudioFrame> =>
  layout === undefined
    ? identity
    : map((frame) =>
        frame.layout?.mask !== layout.mask && frame.channels.length === layout.channelCount
          ? { ...frame, layout }
          : frame,
      );

import type { ChannelLayout } from './channel-layout.js';

/**
 * The usual loudspeaker layouts by name; channels are in the order of their bits in the mask.
 *
 * @example
 * import { LAYOUTS } from '@audioflow/core';
 * console.log(LAYOUTS['5.1']); // { channelCount: 6, mask: 63 }
 */
export const LAYOUTS: Readonly<
  Record<'mono' | 'stereo' | '3.0' | 'quad' | '5.0' | '5.1' | '5.1(side)' | '7.1', ChannelLayout>
> = {
  mono: { channelCount: 1, mask: 0x4 },
  stereo: { channelCount: 2, mask: 0x3 },
  '3.0': { channelCount: 3, mask: 0x7 },
  quad: { channelCount: 4, mask: 0x33 },
  '5.0': { channelCount: 5, mask: 0x37 },
  '5.1': { channelCount: 6, mask: 0x3f },
  '5.1(side)': { channelCount: 6, mask: 0x60f },
  '7.1': { channelCount: 8, mask: 0x63f },
};

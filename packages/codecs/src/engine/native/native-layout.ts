import { DEFAULT_MASKS } from '../default-masks.js';
import type { NativeLibrary } from './native-library.js';

/** A channel layout as FFmpeg takes it. */
export interface NativeLayout {
  readonly nbChannels: number;
  readonly order: NativeLibrary['constants']['AV_CHANNEL_ORDER_NATIVE'];
  readonly mask: bigint;
}

/** The layout of a channel count, by the codec's masks; without a mask where they have none. */
export const nativeLayout = (
  library: NativeLibrary,
  channelCount: number,
  masks: readonly number[] = DEFAULT_MASKS,
): NativeLayout => ({
  nbChannels: channelCount,
  order: library.constants.AV_CHANNEL_ORDER_NATIVE,
  mask: BigInt(masks[channelCount] ?? 0),
});

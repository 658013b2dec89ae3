import type { NativeLibrary } from './native-library.js';

/** Speaker masks by channel count, in the order of WAVE_FORMAT_EXTENSIBLE (ISO 14496-3 configurations). */
const MASKS: readonly number[] = [0, 0x4, 0x3, 0x7, 0x107, 0x37, 0x3f, 0x13f, 0x63f];

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
  masks: readonly number[] = MASKS,
): NativeLayout => ({
  nbChannels: channelCount,
  order: library.constants.AV_CHANNEL_ORDER_NATIVE,
  mask: BigInt(masks[channelCount] ?? 0),
});

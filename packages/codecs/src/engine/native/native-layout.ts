import type { NativeLibrary } from './native-library.js';

/** Speaker masks by channel count, in the order of WAVE_FORMAT_EXTENSIBLE (ISO 14496-3 configurations). */
const MASKS: readonly bigint[] = [0n, 0x4n, 0x3n, 0x7n, 0x107n, 0x37n, 0x3fn, 0x13fn, 0x63fn];

/** A channel layout as FFmpeg takes it. */
export interface NativeLayout {
  readonly nbChannels: number;
  readonly order: NativeLibrary['constants']['AV_CHANNEL_ORDER_NATIVE'];
  readonly mask: bigint;
}

/** The usual layout of a channel count; without a mask above eight channels. */
export const nativeLayout = (library: NativeLibrary, channelCount: number): NativeLayout => ({
  nbChannels: channelCount,
  order: library.constants.AV_CHANNEL_ORDER_NATIVE,
  mask: MASKS[channelCount] ?? 0n,
});

/**
 * A speaker mask in the order of WAVE_FORMAT_EXTENSIBLE: front left 1, front right 2, front centre 4,
 * low frequency 8, back left 16, back right 32, ... 0 means unspecified.
 */
export interface ChannelLayout {
  readonly channelCount: number;
  readonly mask: number;
}

/** Speaker bits of a {@link ChannelLayout} mask (Microsoft, WAVEFORMATEXTENSIBLE, dwChannelMask). */
export const SPEAKER: {
  readonly frontLeft: 1;
  readonly frontRight: 2;
  readonly frontCentre: 4;
  readonly lowFrequency: 8;
  readonly backLeft: 16;
  readonly backRight: 32;
} = {
  frontLeft: 1,
  frontRight: 2,
  frontCentre: 4,
  lowFrequency: 8,
  backLeft: 16,
  backRight: 32,
};

/**
 * The layout that a channel count means when nothing else is said: mono is front centre, stereo is
 * front left and right; above that nothing is guessed and the mask is 0.
 *
 * @example
 * import { defaultLayout } from '@audioflow/core';
 * console.log(defaultLayout(1).mask, defaultLayout(2).mask, defaultLayout(6).mask); // 4 3 0
 */
export const defaultLayout = (channelCount: number): ChannelLayout => ({
  channelCount,
  mask: channelCount === 1 ? 4 : channelCount === 2 ? 3 : 0,
});

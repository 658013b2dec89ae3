import { type ChannelLayout, LAYOUTS, SPEAKER } from '@audioflow/core';

/** +1.5 dB for what comes from the side. */
const SURROUND = 1.41;
const SIDE_LEFT = 0x200;
const SIDE_RIGHT = 0x400;
const SIDES = SIDE_LEFT | SIDE_RIGHT;
const BACKS = SPEAKER.backLeft | SPEAKER.backRight;

/** What a bare channel count is taken for: the usual order of channels. */
const guessed: Readonly<Record<number, ChannelLayout>> = {
  3: LAYOUTS['3.0'],
  4: LAYOUTS.quad,
  5: LAYOUTS['5.0'],
  6: LAYOUTS['5.1'],
  8: LAYOUTS['7.1'],
};

const weightOf = (speaker: number, mask: number): number => {
  if (speaker === SPEAKER.lowFrequency) return 0;
  if ((speaker & SIDES) !== 0) return SURROUND;
  // Beside side speakers, those at the back stand beyond 120 degrees.
  return (speaker & BACKS) !== 0 && (mask & SIDES) === 0 ? SURROUND : 1;
};

/**
 * The weight of each channel: 1 in front and behind, 1.41 at the sides (60 to 120 degrees, ear level), 0 for low
 * frequency effects. ITU-R BS.1770-4, table 3 and Annex 3, table 4. Channels of unknown place weigh 1.
 */
export const channelWeights = (channelCount: number, layout?: ChannelLayout): number[] => {
  const known = layout !== undefined && layout.mask !== 0 ? layout : guessed[channelCount];
  const mask = known?.mask ?? 0;
  const weights: number[] = [];
  for (let bit = 0; bit < 31 && weights.length < channelCount; bit++) {
    const speaker = 1 << bit;
    if ((mask & speaker) !== 0) weights.push(weightOf(speaker, mask));
  }
  while (weights.length < channelCount) weights.push(1);
  return weights;
};

/** Sample rates in Hz by their index in AAC headers (ISO 14496-3 table 1.18). */
export const AAC_RATES: readonly number[] = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
];

/** Channel counts by channel configuration (ISO 14496-3 table 1.19); 0 is told in the stream itself. */
export const AAC_CHANNELS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 8];

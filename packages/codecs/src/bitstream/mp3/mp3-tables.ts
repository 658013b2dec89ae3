/** MPEG versions with a Layer III: 1, 2 (half rates) and 2.5 (quarter rates). */
export type MpegVersion = 1 | 2 | 2.5;

/** Sample rates in Hz by version, in header order (ISO 11172-3 2.4.2.3, ISO 13818-3 2.4.2.3). */
export const MPEG_RATES: Readonly<Record<MpegVersion, readonly number[]>> = {
  1: [44100, 48000, 32000],
  2: [22050, 24000, 16000],
  2.5: [11025, 12000, 8000],
};

const HIGH = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const LOW = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** Layer III bitrates in kbit/s, in header order from index 1. */
export const MPEG_BITRATES: Readonly<Record<MpegVersion, readonly number[]>> = {
  1: HIGH,
  2: LOW,
  2.5: LOW,
};

/**
 * The MPEG version that carries a sample rate; undefined where Layer III has none.
 *
 * @example
 * import { versionOfRate } from '@audioflow/codecs/bitstream';
 * console.log(versionOfRate(44100), versionOfRate(8000), versionOfRate(96000)); // 1 2.5 undefined
 */
export const versionOfRate = (sampleRate: number): MpegVersion | undefined => {
  if (MPEG_RATES[1].includes(sampleRate)) return 1;
  if (MPEG_RATES[2].includes(sampleRate)) return 2;
  return MPEG_RATES[2.5].includes(sampleRate) ? 2.5 : undefined;
};

/** `slaney`: linear up to 1000 Hz, logarithmic above, as in M. Slaney's Auditory Toolbox. `htk`: 2595 log10(1 + f / 700). */
export type MelScale = 'slaney' | 'htk';

const STEP = 200 / 3;
const CORNER = 1000;
const CORNER_MEL = CORNER / STEP;
const LOG_STEP = Math.log(6.4) / 27;

/**
 * A frequency on the mel scale.
 *
 * @param scale Default 'slaney'.
 *
 * @example
 * import { hzToMel } from '@audioflow/analysis';
 * console.log(hzToMel(1000).toFixed(2), hzToMel(1000, 'htk').toFixed(2)); // 15.00 999.99
 */
export const hzToMel = (hz: number, scale: MelScale = 'slaney'): number => {
  if (scale === 'htk') return 2595 * Math.log10(1 + hz / 700);
  return hz >= CORNER ? CORNER_MEL + Math.log(hz / CORNER) / LOG_STEP : hz / STEP;
};

/**
 * The frequency of a place on the mel scale, in Hz.
 *
 * @param scale Default 'slaney'.
 *
 * @example
 * import { melToHz } from '@audioflow/analysis';
 * console.log(melToHz(15).toFixed(1), melToHz(1000, 'htk').toFixed(1)); // 1000.0 1000.0
 */
export const melToHz = (mel: number, scale: MelScale = 'slaney'): number => {
  if (scale === 'htk') return 700 * (10 ** (mel / 2595) - 1);
  return mel >= CORNER_MEL ? CORNER * Math.exp(LOG_STEP * (mel - CORNER_MEL)) : STEP * mel;
};

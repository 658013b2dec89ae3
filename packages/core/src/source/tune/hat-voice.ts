import { createRandom } from '../random.js';
import { decayFactor, type Note, panWeights, SILENT, type Voice } from './voice.js';

const SHORT_SECONDS = 0.022;
const LONG_SECONDS = 0.11;
/** Two steps of high pass at this frequency leave only the sizzle. */
const HIGH_PASS_HZ = 6500;

/** A hi-hat: filtered noise, closed, or open when the note is longer than a tenth of a second. */
export const hatVoice = (note: Note, sampleRate: number): Voice => {
  const random = createRandom(0x4a7);
  const open = note.length > 0.1 * sampleRate;
  const fall = decayFactor(open ? LONG_SECONDS : SHORT_SECONDS, sampleRate);
  const smoothing = 1 - Math.exp((-2 * Math.PI * HIGH_PASS_HZ) / sampleRate);
  const [leftWeight, rightWeight] = panWeights(note.pan);
  let level = note.velocity;
  let first = 0;
  let second = 0;
  return {
    render(mix): boolean {
      const { left: leftOut, right: rightOut } = mix;
      let levelNow = level;
      let firstNow = first;
      let secondNow = second;
      for (let i = Math.max(0, note.start - mix.start); i < mix.length && levelNow > SILENT; i++) {
        const white = random();
        firstNow += smoothing * (white - firstNow);
        const high = white - firstNow;
        secondNow += smoothing * (high - secondNow);
        const sample = levelNow * (high - secondNow);
        leftOut[i] = (leftOut[i] ?? 0) + leftWeight * sample;
        rightOut[i] = (rightOut[i] ?? 0) + rightWeight * sample;
        levelNow *= fall;
      }
      level = levelNow;
      first = firstNow;
      second = secondNow;
      return level > SILENT;
    },
  };
};

import { decayFactor, type Note, panWeights, SILENT, type Voice } from './voice.js';
import { harmonicTable, readTable } from './wavetable.js';

const BRIGHT = harmonicTable([0, 0.5, 0.32, 0.2, 0.14, 0.08, 0.05]);
const PURE = harmonicTable([1]);
const ATTACK_SECONDS = 0.004;
const FALL_SECONDS = 0.32;
const BRIGHT_FALL_SECONDS = 0.09;

/** A bell-like plucked tone: it begins bright and ends as a sine, and the echo repeats it. */
export const pluckVoice = (note: Note, sampleRate: number): Voice => {
  const attack = 1 / (ATTACK_SECONDS * sampleRate);
  const fall = decayFactor(FALL_SECONDS, sampleRate);
  const brightFall = decayFactor(BRIGHT_FALL_SECONDS, sampleRate);
  const step = note.frequency / sampleRate;
  const [leftWeight, rightWeight] = panWeights(note.pan);
  let rise = 0;
  let level = note.velocity;
  let brightness = 1;
  let phase = 0;
  return {
    render(mix): boolean {
      const { left: leftOut, right: rightOut, send: sendOut } = mix;
      let riseNow = rise;
      let levelNow = level;
      let brightnessNow = brightness;
      let phaseNow = phase;
      for (let i = Math.max(0, note.start - mix.start); i < mix.length && levelNow > SILENT; i++) {
        riseNow = riseNow < 1 - attack ? riseNow + attack : 1;
        levelNow *= fall;
        brightnessNow *= brightFall;
        const tone = readTable(PURE, phaseNow) + brightnessNow * readTable(BRIGHT, phaseNow);
        const sample = riseNow * levelNow * tone;
        leftOut[i] = (leftOut[i] ?? 0) + leftWeight * sample;
        rightOut[i] = (rightOut[i] ?? 0) + rightWeight * sample;
        sendOut[i] = (sendOut[i] ?? 0) + sample;
        phaseNow += step;
        if (phaseNow >= 1) phaseNow -= 1;
      }
      rise = riseNow;
      level = levelNow;
      brightness = brightnessNow;
      phase = phaseNow;
      return level > SILENT;
    },
  };
};

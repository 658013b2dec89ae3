import { decayFactor, type Note, SILENT, type Voice } from './voice.js';
import { harmonicTable, readTable } from './wavetable.js';

const TABLE = harmonicTable([1, 0.45, 0.16, 0.07, 0.03]);
const ATTACK_SECONDS = 0.006;
const FALL_SECONDS = 0.9;
const RELEASE_SECONDS = 0.05;

/** A round plucked bass in the middle. */
export const bassVoice = (note: Note, sampleRate: number): Voice => {
  const attack = 1 / (ATTACK_SECONDS * sampleRate);
  const fall = decayFactor(FALL_SECONDS, sampleRate);
  const release = decayFactor(RELEASE_SECONDS, sampleRate);
  const step = note.frequency / sampleRate;
  const end = note.start + note.length;
  let rise = 0;
  let level = note.velocity;
  let phase = 0;
  return {
    render(mix): boolean {
      const { left: leftOut, right: rightOut } = mix;
      let riseNow = rise;
      let levelNow = level;
      let phaseNow = phase;
      for (let i = Math.max(0, note.start - mix.start); i < mix.length && levelNow > SILENT; i++) {
        riseNow = riseNow < 1 - attack ? riseNow + attack : 1;
        levelNow *= mix.start + i < end ? fall : release;
        const sample = riseNow * levelNow * readTable(TABLE, phaseNow);
        leftOut[i] = (leftOut[i] ?? 0) + sample;
        rightOut[i] = (rightOut[i] ?? 0) + sample;
        phaseNow += step;
        if (phaseNow >= 1) phaseNow -= 1;
      }
      rise = riseNow;
      level = levelNow;
      phase = phaseNow;
      return level > SILENT;
    },
  };
};

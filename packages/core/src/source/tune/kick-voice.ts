import { decayFactor, type Note, SILENT, type Voice } from './voice.js';
import { harmonicTable, readTable } from './wavetable.js';

const SINE = harmonicTable([1]);
const LOW_HZ = 47;
const SWEEP_HZ = 150;
const SWEEP_SECONDS = 0.028;
const FALL_SECONDS = 0.13;

/** A bass drum: a sine that falls from some 200 Hz to 47 Hz. */
export const kickVoice = (note: Note, sampleRate: number): Voice => {
  const fall = decayFactor(FALL_SECONDS, sampleRate);
  const sweepFall = decayFactor(SWEEP_SECONDS, sampleRate);
  let sweep = SWEEP_HZ;
  let level = note.velocity;
  let phase = 0;
  return {
    render(mix): boolean {
      const { left: leftOut, right: rightOut } = mix;
      let sweepNow = sweep;
      let levelNow = level;
      let phaseNow = phase;
      for (let i = Math.max(0, note.start - mix.start); i < mix.length && levelNow > SILENT; i++) {
        const sample = levelNow * readTable(SINE, phaseNow);
        leftOut[i] = (leftOut[i] ?? 0) + sample;
        rightOut[i] = (rightOut[i] ?? 0) + sample;
        phaseNow += (LOW_HZ + sweepNow) / sampleRate;
        if (phaseNow >= 1) phaseNow -= 1;
        sweepNow *= sweepFall;
        levelNow *= fall;
      }
      sweep = sweepNow;
      level = levelNow;
      phase = phaseNow;
      return level > SILENT;
    },
  };
};

import { decayFactor, type Note, type Voice } from './voice.js';
import { harmonicTable, readTable } from './wavetable.js';

const TABLE = harmonicTable([1, 0.38, 0.2, 0.1, 0.06, 0.035, 0.02]);
const ATTACK_SECONDS = 0.35;
const RELEASE_SECONDS = 0.45;
/** Each side is a little out of tune with the other, which makes the chord wide. */
const DETUNE = 1.0018;
/** The amplitude is the square of the level. */
const SILENT_LEVEL = 0.01;

/** A soft held tone: slow attack, slow release. */
export const padVoice = (note: Note, sampleRate: number): Voice => {
  const attack = 1 / (ATTACK_SECONDS * sampleRate);
  const release = decayFactor(RELEASE_SECONDS, sampleRate);
  const leftStep = note.frequency / DETUNE / sampleRate;
  const rightStep = (note.frequency * DETUNE) / sampleRate;
  const end = note.start + note.length;
  let level = 0;
  let left = 0.15;
  let right = 0.65;
  return {
    render(mix): boolean {
      const { left: leftOut, right: rightOut } = mix;
      let levelNow = level;
      let leftNow = left;
      let rightNow = right;
      for (let i = Math.max(0, note.start - mix.start); i < mix.length; i++) {
        const held = mix.start + i < end;
        if (!held && levelNow < SILENT_LEVEL) break;
        const risen = levelNow < 1 - attack ? levelNow + attack : 1;
        levelNow = held ? risen : levelNow * release;
        const amplitude = note.velocity * levelNow * levelNow;
        leftOut[i] = (leftOut[i] ?? 0) + amplitude * readTable(TABLE, leftNow);
        rightOut[i] = (rightOut[i] ?? 0) + amplitude * readTable(TABLE, rightNow);
        leftNow += leftStep;
        if (leftNow >= 1) leftNow -= 1;
        rightNow += rightStep;
        if (rightNow >= 1) rightNow -= 1;
      }
      level = levelNow;
      left = leftNow;
      right = rightNow;
      return level >= SILENT_LEVEL || mix.start + mix.length <= end;
    },
  };
};

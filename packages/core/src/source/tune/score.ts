import { createRandom, type Random } from '../random.js';

/** Who plays a note. */
export type Player = 'pad' | 'bass' | 'pluck' | 'kick' | 'snare' | 'hat';

/** A note of the score: time and length in steps, of which a bar has sixteen. */
export interface ScoreNote {
  readonly player: Player;
  /** From 0 to 15. */
  readonly step: number;
  readonly steps: number;
  /** MIDI note number; drums ignore it. */
  readonly key: number;
  readonly velocity: number;
  readonly pan: number;
}

/** The piece begins anew after this many bars. */
export const BARS = 16;
export const STEPS_PER_BAR = 16;

interface Chord {
  readonly bass: number;
  readonly pad: readonly number[];
  /** Notes that sound well over the chord, low to high. */
  readonly scale: readonly number[];
}

/** A minor 7, F major 7, C major 7, G 6: voices move by a step or stay. */
const CHORDS: readonly Chord[] = [
  { bass: 33, pad: [57, 60, 64, 67], scale: [69, 72, 74, 76, 79, 81, 84] },
  { bass: 29, pad: [57, 60, 64, 65], scale: [69, 72, 74, 76, 77, 81, 84] },
  { bass: 36, pad: [55, 60, 64, 71], scale: [67, 72, 74, 76, 79, 83, 84] },
  { bass: 31, pad: [55, 59, 62, 64], scale: [67, 71, 74, 76, 79, 81, 83] },
];

const BASS_STEPS: readonly (readonly [step: number, steps: number, octave: number])[] = [
  [0, 3, 0],
  [3, 2, 0],
  [6, 2, 12],
  [8, 3, 0],
  [11, 2, 0],
  [14, 2, 12],
];

/** How likely a pluck is on each eighth, by section of four bars. */
const PLUCK_DENSITY: readonly number[] = [0.2, 0.45, 0.65, 0.5];

const note = (
  player: Player,
  step: number,
  rest: Partial<Omit<ScoreNote, 'player' | 'step'>>,
): ScoreNote => ({ player, step, steps: 1, key: 60, velocity: 1, pan: 0, ...rest });

const drums = (bar: number, random: Random): readonly ScoreNote[] => {
  const section = Math.floor(bar / 4);
  const lastOfSection = bar % 4 === 3;
  const notes = [note('kick', 0, {}), note('kick', 8, { velocity: 0.9 })];
  if (bar % 2 === 1) notes.push(note('kick', 10, { velocity: 0.7 }));
  else notes.push(note('kick', 7, { velocity: 0.6 }));
  if (section > 0) notes.push(note('snare', 4, {}), note('snare', 12, {}));
  if (section > 0 && lastOfSection) {
    notes.push(note('snare', 14, { velocity: 0.55 }), note('snare', 15, { velocity: 0.75 }));
  }
  for (let step = 0; step < STEPS_PER_BAR; step++) {
    const accent = step % 4 === 2 ? 1 : 0.55;
    const ghost = random() > 0.4;
    if (step % 2 === 1 && !ghost) continue;
    const velocity = step % 2 === 1 ? 0.3 : accent;
    const steps = step === 14 && lastOfSection ? 2 : 0.5;
    notes.push(note('hat', step, { velocity, steps, pan: 0.3 }));
  }
  return notes;
};

const plucks = (bar: number, chord: Chord, random: Random): readonly ScoreNote[] => {
  const density = PLUCK_DENSITY[Math.floor(bar / 4)] ?? 0;
  const notes: ScoreNote[] = [];
  let place = Math.floor((random() + 1) * 2.5);
  for (let step = 0; step < STEPS_PER_BAR; step += 2) {
    place = Math.max(0, Math.min(chord.scale.length - 1, place + Math.round(random() * 2)));
    const strong = step % 8 === 0 ? 0.25 : 0;
    if ((random() + 1) / 2 > density + strong) continue;
    const velocity = 0.65 + 0.2 * random() + strong;
    const pan = step % 4 === 0 ? -0.45 : 0.45;
    notes.push(note('pluck', step, { key: chord.scale[place] ?? 72, velocity, pan }));
  }
  return notes;
};

/** The notes of one bar of the piece that a seed stands for. */
export const scoreBar = (bar: number, seed: number): readonly ScoreNote[] => {
  const within = bar % BARS;
  const random = createRandom(Math.imul(seed, 0x9e3779b1) + within);
  const chord = CHORDS[within % CHORDS.length];
  if (chord === undefined) return [];
  const pads = chord.pad.map((key) => note('pad', 0, { key, steps: STEPS_PER_BAR }));
  const bass = BASS_STEPS.map(([step, steps, octave]) =>
    note('bass', step, { key: chord.bass + octave, steps, velocity: octave > 0 ? 0.7 : 1 }),
  );
  return [...pads, ...bass, ...drums(within, random), ...plucks(within, chord, random)];
};

import type { RenderSignal } from '../signal-frames.js';
import { bassVoice } from './bass-voice.js';
import { createEcho } from './echo.js';
import { hatVoice } from './hat-voice.js';
import { kickVoice } from './kick-voice.js';
import { padVoice } from './pad-voice.js';
import { pluckVoice } from './pluck-voice.js';
import { type Player, type ScoreNote, STEPS_PER_BAR, scoreBar } from './score.js';
import { snareVoice } from './snare-voice.js';
import type { Note, TuneMix, Voice } from './voice.js';

/** What the renderer plays. */
export interface TuneSettings {
  readonly sampleRate: number;
  /** Beats per minute; a beat is four steps. */
  readonly bpm: number;
  readonly seed: number;
}

interface Part {
  readonly level: number;
  readonly play: (note: Note, sampleRate: number) => Voice;
}

const PARTS: Readonly<Record<Player, Part>> = {
  pad: { level: 0.05, play: padVoice },
  bass: { level: 0.2, play: bassVoice },
  pluck: { level: 0.13, play: pluckVoice },
  kick: { level: 0.45, play: kickVoice },
  snare: { level: 0.16, play: snareVoice },
  hat: { level: 0.11, play: hatVoice },
};

/** -1 dBFS with a little to spare: the curve below comes near it, but never reaches it. */
const CEILING = 0.89;
const DOTTED_EIGHTH = 3;

const frequencyOf = (key: number): number => 440 * 2 ** ((key - 69) / 12);

const softLimited = (samples: Float64Array, length: number): Float32Array => {
  const { tanh } = Math;
  const plane = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    plane[i] = CEILING * tanh((samples[i] ?? 0) / CEILING);
  }
  return plane;
};

/** Makes a renderer of the piece, to be called in order; the sound does not depend on the lengths. */
export const createTuneRenderer = (settings: TuneSettings): RenderSignal => {
  const { sampleRate, bpm, seed } = settings;
  const stepStart = (step: number): number => Math.round((step * 15 * sampleRate) / bpm);
  const echo = createEcho(stepStart(DOTTED_EIGHTH), sampleRate);
  let voices: readonly Voice[] = [];
  let bar = 0;
  let waiting: readonly (readonly [start: number, note: ScoreNote])[] = [];

  const voiceOf = (start: number, note: ScoreNote): Voice => {
    const { level, play } = PARTS[note.player];
    const length = Math.round((note.steps * 15 * sampleRate) / bpm);
    const velocity = level * note.velocity;
    const frequency = frequencyOf(note.key);
    return play({ start, frequency, length, velocity, pan: note.pan }, sampleRate);
  };
  const dueBefore = (end: number): readonly Voice[] => {
    for (; stepStart(bar * STEPS_PER_BAR) < end; bar++) {
      const first = bar * STEPS_PER_BAR;
      const notes = scoreBar(bar, seed).toSorted((a, b) => a.step - b.step);
      const timed = notes.map((note) => [stepStart(first + note.step), note] as const);
      waiting = [...waiting, ...timed];
    }
    const due = waiting.filter(([start]) => start < end);
    waiting = waiting.slice(due.length);
    return due.map(([start, note]) => voiceOf(start, note));
  };
  return (from, length) => {
    voices = [...voices, ...dueBefore(from + length)];
    const mix: TuneMix = {
      start: from,
      length,
      left: new Float64Array(length),
      right: new Float64Array(length),
      send: new Float64Array(length),
    };
    voices = voices.filter((voice) => voice.render(mix));
    echo(mix);
    return [softLimited(mix.left, length), softLimited(mix.right, length)];
  };
};

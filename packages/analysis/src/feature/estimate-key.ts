import { AudioFlowError, checkOptions } from '@audioflow/core';
import * as z from 'zod';
import type { FeatureMatrix } from '../stage/feature.types.js';
import { type KeyProfileName, keyProfiles } from './key-profiles.js';

const { max, sqrt } = Math;

/** Options of {@link estimateKey}. */
export interface KeyOptions {
  /**
   * Whose profiles of keys: those of 'krumhansl-kessler' come from listeners, and take cadences in minor for major more often. Default
   * 'temperley'.
   */
  readonly profile?: KeyProfileName | undefined;
}

/** A key that music may be in. */
export interface KeyEstimate {
  /** Such as `A minor` or `Eb major`. */
  readonly name: string;
  /** From C = 0 up. */
  readonly tonic: number;
  readonly mode: 'major' | 'minor';
  /** How well the notes go with it: Pearson's r, -1 to 1. */
  readonly correlation: number;
  /**
   * How far it is ahead of the next best key, 0 to 1: the difference of their correlations, as a part of what the next one lacks to 1. Below
   * about 0.1 the next one (often the relative or the dominant) is as likely.
   */
  readonly confidence: number;
}

const NOTES = 12;
const schema = z.strictObject({
  profile: z.enum(['temperley', 'krumhansl-kessler']).default('temperley'),
});
const names = {
  major: ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'],
  minor: ['C', 'C#', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'G#', 'A', 'Bb', 'B'],
} as const;
const modes = ['major', 'minor'] as const;

const isMatrix = (chroma: ArrayLike<number> | FeatureMatrix): chroma is FeatureMatrix =>
  'data' in chroma && 'frameCount' in chroma;

/** Differences from the mean, divided by their length; undefined where all are equal. */
const centred = (values: readonly number[]): readonly number[] | undefined => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const rest = values.map((x) => x - mean);
  const length = sqrt(rest.reduce((sum, x) => sum + x * x, 0));
  return length > 1e-12 * max(1e-300, Math.abs(mean)) ? rest.map((x) => x / length) : undefined;
};

const sumOf = (chroma: ArrayLike<number> | FeatureMatrix): number[] => {
  const size = isMatrix(chroma) ? chroma.size : chroma.length;
  if (size !== NOTES) {
    throw new AudioFlowError(
      'invalid-option',
      `estimateKey: expected the ${NOTES} notes of chroma, or a matrix of them, got ${size}`,
    );
  }
  const data = isMatrix(chroma) ? chroma.data : chroma;
  const sum = new Array<number>(NOTES).fill(0);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0;
    if (value - value === 0) sum[i % NOTES] = (sum[i % NOTES] ?? 0) + value;
  }
  return sum;
};

/**
 * The key of music by its notes: of 24 profiles the one that correlates best with the mean chroma (the algorithm of Krumhansl and Schmuckler).
 *
 * C. L. Krumhansl, "Cognitive foundations of musical pitch", 1990, chapter 4. Take chroma with a long transform (`fftSize` 8192 at 44.1 kHz),
 * so that low notes stand apart. It knows one key for the whole: of music that modulates, estimate parts.
 *
 * @param chroma The 12 sums or means of chroma from C on, or a matrix of `chromaOf`, whose frames are added up. What is not finite counts as 0.
 * @returns undefined where no note stands out: silence, or all notes alike.
 * @throws AudioFlowError `invalid-option` on another number of notes.
 *
 * @example
 * import { estimateKey } from '@audioflow/analysis';
 * const notes = [3, 0, 1, 0, 2, 1, 0, 3, 0, 1, 0, 1]; // C D E F G A B
 * console.log(estimateKey(notes)?.name); // C major
 */
export const estimateKey = (
  chroma: ArrayLike<number> | FeatureMatrix,
  options: KeyOptions = {},
): KeyEstimate | undefined => {
  const { profile } = checkOptions('estimateKey', schema, options);
  const heard = centred(sumOf(chroma));
  if (!heard) return undefined;
  const keys = modes.flatMap((mode) => {
    const shape = centred(keyProfiles[profile][mode]) ?? [];
    return names[mode].map((name, tonic) => {
      const correlation = heard.reduce(
        (sum, x, note) => sum + x * (shape[(note - tonic + NOTES) % NOTES] ?? 0),
        0,
      );
      return { name: `${name} ${mode}`, tonic, mode, correlation };
    });
  });
  const [best, next] = keys.sort((a, b) => b.correlation - a.correlation);
  if (!best || !next) return undefined;
  const lack = 1 - next.correlation;
  const confidence = lack > 0 ? (best.correlation - next.correlation) / lack : 0;
  return { ...best, confidence };
};

/** How well the notes of an octave go with a key, from its tonic up. */
export interface KeyProfile {
  readonly major: readonly number[];
  readonly minor: readonly number[];
}

/** Names of the profiles that `estimateKey` has. */
export type KeyProfileName = 'temperley' | 'krumhansl-kessler';

export const keyProfiles: Readonly<Record<KeyProfileName, KeyProfile>> = {
  // D. Temperley, "What's key for key? The Krumhansl-Schmuckler key-finding algorithm reconsidered", Music Perception 17(1), 1999.
  temperley: {
    major: [5, 2, 3.5, 2, 4.5, 4, 2, 4.5, 2, 3.5, 1.5, 4],
    minor: [5, 2, 3.5, 4.5, 2, 4, 2, 4.5, 3.5, 2, 1.5, 4],
  },
  // C. L. Krumhansl and E. J. Kessler, "Tracing the dynamic changes in perceived tonal organization", Psychological Review 89(4), 1982.
  'krumhansl-kessler': {
    major: [6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88],
    minor: [6.33, 2.68, 3.52, 5.38, 2.6, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17],
  },
};

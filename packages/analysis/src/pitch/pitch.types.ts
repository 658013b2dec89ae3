/** The pitch of a moment. */
export interface PitchFrame {
  /** In samples: the middle of the frame if frames are centred, else its beginning. */
  readonly pts: number;
  /** In Hz: the unit of `pts`. */
  readonly sampleRate: number;
  /** In Hz. YIN: the best guess, also where there is no pitch; pYIN: NaN where there is none. */
  readonly frequency: number;
  /** YIN: how much a period is like the next, 0 to 1: below 1 - threshold there is hardly a pitch. pYIN: how likely it is that there is one. */
  readonly confidence: number;
}

/** Where voices add their sound: sample `i` of the buffers is sample `start + i` of the piece. */
export interface TuneMix {
  readonly start: number;
  readonly length: number;
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** What the echo repeats. */
  readonly send: Float64Array;
}

/** A sounding note. It keeps its own state, so the sound does not depend on the block length. */
export interface Voice {
  /** Adds its sound for the whole of `mix`; false once it is over. */
  render(mix: TuneMix): boolean;
}

/** A note as the score has it. */
export interface Note {
  /** Sample of the piece at which it begins. */
  readonly start: number;
  /** Hz; drums ignore it. */
  readonly frequency: number;
  /** Samples that the key is held; drums ignore it. */
  readonly length: number;
  /** 0 to 1. */
  readonly velocity: number;
  /** -1 left to 1 right. */
  readonly pan: number;
}

/** A voice is over once its level is below this one: -80 dB. */
export const SILENT = 1e-4;

/** The factor per sample of a decay to 1/e in `seconds`. */
export const decayFactor = (seconds: number, sampleRate: number): number =>
  Math.exp(-1 / (seconds * sampleRate));

/** Equal-power weights of the two sides. */
export const panWeights = (pan: number): readonly [left: number, right: number] => {
  const angle = ((pan + 1) * Math.PI) / 4;
  return [Math.cos(angle), Math.sin(angle)];
};

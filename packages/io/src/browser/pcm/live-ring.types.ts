/** How a ring plays. Seconds throughout, but for the counts. */
export interface LiveRingOptions {
  /** Hz, of what comes in and of what goes out. */
  readonly sampleRate: number;
  readonly channelCount: number;
  /** How far behind the newest sample to play. */
  readonly targetLatency: number;
  /** Further behind than this it jumps to the target. */
  readonly jumpAbove: number;
  /** What the ring holds; beyond it the oldest samples go. */
  readonly maxBufferSeconds: number;
}

/** `waiting`: not enough has come yet, or it ran out. `ended`: all has been played after the end. */
export type RingState = 'waiting' | 'playing' | 'ended';

/** What a ring tells. Counts are in samples of one channel. */
export interface RingFigures {
  readonly state: RingState;
  /** Held and not played. */
  readonly level: number;
  /** Taken in since the beginning. */
  readonly taken: number;
  /** Put out since the beginning, but for silence. */
  readonly played: number;
  /** Thrown away at the limit. */
  readonly dropped: number;
  readonly rate: number;
  readonly catchUps: number;
  readonly jumps: number;
}

/** Between audio that comes in lumps and a loudspeaker that asks for a little at a time. */
export interface LiveRing {
  /** Takes one plane a channel. `follows` false: these samples do not follow on those before. */
  push(planes: readonly Float32Array[], follows: boolean): void;
  /** Nothing more comes: what is held is played to its end. */
  end(): void;
  /** Fills the planes, with silence where there is nothing to play. */
  pull(planes: readonly Float32Array[]): void;
  readonly figures: RingFigures;
}

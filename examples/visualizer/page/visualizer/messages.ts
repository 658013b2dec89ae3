import type { ExtractedFrame } from '@audioflow/analysis/extractor';

/** Pictures of sound that there are. */
export const SCENES = ['bars', 'waveform', 'spectrogram', 'radial'] as const;

/** A canvas of the page or of a worker. */
export type AnyCanvas = HTMLCanvasElement | OffscreenCanvas;

/** The name of one. */
export type Scene = (typeof SCENES)[number];

/** Audio that came by message. */
export interface TapMessage {
  readonly samples: Float32Array<ArrayBuffer>;
  readonly pts: number;
  readonly writtenAt: number;
}

/** What the analysis is told. */
export type AnalysisRequest =
  | {
      readonly type: 'start';
      /** Which source it is: frames of others are not shown. */
      readonly source: number;
      readonly sampleRate: number;
      readonly memory: SharedArrayBuffer | undefined;
      /** From the tap, where there is no shared memory. */
      readonly tap: MessagePort | undefined;
    }
  | { readonly type: 'connect'; readonly drawing: MessagePort }
  | { readonly type: 'pause' | 'resume' | 'stop' };

/** Features on their way to the drawing. */
export interface FrameMessage {
  readonly frame: ExtractedFrame;
  readonly source: number;
  /** From the PCM's being written in the audio thread to the features' being sent, in ms. */
  readonly latencyMs: number;
}

/** What ties the time line of an AudioContext to the clock. */
export interface ClockMessage {
  /** In seconds: what is audible at `epochMs`. */
  readonly contextTime: number;
  /** In ms since the epoch. */
  readonly epochMs: number;
  /** A clock that stands still is not extrapolated. */
  readonly running: boolean;
  readonly sampleRate: number;
  /** Draw what is audible, or the newest there is: of a microphone nothing is heard from the loudspeaker. */
  readonly follow: 'output' | 'input';
}

/** What the drawing is told. */
export type DrawRequest =
  | { readonly type: 'scene'; readonly scene: Scene }
  | {
      readonly type: 'size';
      readonly width: number;
      readonly height: number;
      readonly scale: number;
    }
  | { readonly type: 'clock'; readonly clock: ClockMessage }
  | { readonly type: 'calm'; readonly calm: boolean }
  /** From now on it is this source, or none: one that is on its way may still send frames of the last. */
  | { readonly type: 'clear'; readonly source: number }
  | { readonly type: 'pause' | 'resume' }
  /** In the place of one that is spent. */
  | { readonly type: 'canvas'; readonly canvas: AnyCanvas }
  | { readonly type: 'trace'; readonly on: boolean };

/** One drawing: what was shown and what was audible. */
export interface DrawRecord {
  /** In ms since the epoch. */
  readonly at: number;
  /** In seconds on the time line of the context. */
  readonly shown: number;
  readonly audible: number;
  readonly peak: number;
  /** The bar that is highest. */
  readonly topBar: number;
}

/** What the drawing tells, twice a second, and when it is asked for a trace. */
export type DrawReply =
  | {
      readonly type: 'ready';
      readonly renderer: 'webgl2' | 'canvas2d';
      /** Why it is not WebGL any more, if it was. */
      readonly fallback: string | undefined;
    }
  /** A canvas that WebGL has had takes no other context: another one is needed. */
  | { readonly type: 'spent' }
  | { readonly type: 'stats'; readonly stats: DrawStats & DrawQuality }
  | {
      readonly type: 'trace';
      readonly draws: readonly DrawRecord[];
      readonly latencies: readonly number[];
    }
  | { readonly type: 'failed'; readonly message: string };

/** Figures of the last half second. */
export interface DrawStats {
  /** Drawings in a second. */
  readonly fps: number;
  /** By how much what is shown differs from what is audible: the median, in ms; positive when it is late. NaN when nothing sounds. */
  readonly errorMs: number;
  /** 95 of 100 differ by less. */
  readonly errorP95Ms: number;
  /** From PCM to features, in ms: 99 of 100 take less. */
  readonly latencyP99Ms: number;
}

/** How it is drawn just now. */
export interface DrawQuality {
  /** The part of the full resolution, in each direction. */
  readonly resolution: number;
  /** Pictures of a second that the display shows; NaN until that is known. */
  readonly displayHz: number;
}

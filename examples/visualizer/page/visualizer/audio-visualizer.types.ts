import type { DrawQuality, DrawRecord, DrawStats, Scene } from './messages.js';

/** Options of `AudioVisualizer`. */
export interface AudioVisualizerOptions {
  /** Default 'bars'. */
  readonly scene?: Scene | undefined;
  /** Said of the canvas to those who do not see it. Default 'Picture of the sound'. */
  readonly label?: string | undefined;
  /** Called twice a second. */
  readonly onStats?: ((stats: VisualizerStats) => void) | undefined;
  /** Called when it cannot go on. */
  readonly onError?: ((error: Error) => void) | undefined;
}

/** How a source is followed. */
export interface SourceOptions {
  /**
   * 'output': draw at the time at which the sound is audible. 'input': draw the newest there is, for a microphone that one does not hear. Default 'output'.
   */
  readonly follow?: 'output' | 'input' | undefined;
}

/** How it goes. */
export interface VisualizerStats extends DrawStats, DrawQuality {
  /** How PCM comes to the analysis. */
  readonly path: 'shared memory' | 'messages';
  readonly renderer: 'webgl2' | 'canvas2d' | 'none';
  /** Why it is drawn by Canvas 2D though there was WebGL; undefined while that works. */
  readonly fallback: string | undefined;
  /** Which thread draws. */
  readonly thread: 'worker' | 'page';
  /** The page is hidden: nothing is measured or drawn. */
  readonly paused: boolean;
  /** The user wants little motion. */
  readonly calm: boolean;
}

/** All drawings of a time, for measurements. */
export interface VisualizerTrace {
  readonly draws: readonly DrawRecord[];
  /** Of each frame of features, in ms: from PCM to features. */
  readonly latencies: readonly number[];
}

import type { Scene } from './messages.js';
import type { Picture } from './picture.js';

/** Draws on one canvas. */
export interface Renderer {
  readonly kind: 'webgl2' | 'canvas2d';
  resize(width: number, height: number, scale: number): void;
  /** The next line of the spectrogram: bytes from 0 Hz up to half the rate. */
  addLine(steps: Uint8Array, sampleRate: number): void;
  /** Draws; a calm spectrogram is written like a page, it does not scroll. */
  draw(scene: Scene, picture: Picture, calm: boolean): void;
  clear(): void;
  /** Lets go of the context. */
  dispose(): void;
}

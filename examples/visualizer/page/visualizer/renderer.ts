import { createCanvasRenderer } from './canvas-renderer.js';
import type { Scene } from './messages.js';
import type { Picture } from './picture.js';
import { createWebglRenderer } from './webgl-renderer.js';

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

/** A canvas of the page or of a worker. */
export type AnyCanvas = HTMLCanvasElement | OffscreenCanvas;

/** WebGL 2 where there is such a thing, else Canvas 2D. */
export const createRenderer = (canvas: AnyCanvas): Renderer | undefined =>
  createWebglRenderer(canvas) ?? createCanvasRenderer(canvas);

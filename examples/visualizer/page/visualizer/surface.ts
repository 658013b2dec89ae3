import { createCanvasRenderer } from './canvas-renderer.js';
import type { AnyCanvas } from './messages.js';
import type { Renderer } from './renderer.js';
import { createWebglRenderer } from './webgl-renderer.js';

/** What becomes of a canvas. */
export interface SurfaceEvents {
  /** There is something to draw with; `fallback` says why it is not WebGL any more. */
  ready(renderer: Renderer, fallback: string | undefined): void;
  /** What there was is no more, and this canvas takes nothing else: another one is needed. */
  spent(): void;
  /** There is no way to draw. */
  failed(message: string): void;
}

/** The canvas that is drawn on, and another one in its place. */
export interface Surface {
  /** Goes on with another canvas, by Canvas 2D: what WebGL could not do on the last it is not asked for again. */
  take(canvas: AnyCanvas): void;
  dispose(): void;
}

/** Opens a canvas by WebGL 2 where there is such a thing, else by Canvas 2D. */
export const openSurface = (canvas: AnyCanvas, on: SurfaceEvents): Surface => {
  let renderer: Renderer | undefined;
  let fallback: string | undefined;
  const giveUp = (reason: string): void => {
    fallback = reason;
    renderer?.dispose();
    renderer = undefined;
    on.spent();
  };
  const begin = (made: Renderer | undefined): void => {
    renderer = made;
    if (made === undefined) on.failed('no way to draw: neither WebGL 2 nor Canvas 2D');
    else on.ready(made, fallback);
  };
  try {
    begin(createWebglRenderer(canvas, giveUp) ?? createCanvasRenderer(canvas));
  } catch (error) {
    giveUp(error instanceof Error ? error.message : String(error));
  }
  return {
    take: (next) => begin(createCanvasRenderer(next)),
    dispose: () => renderer?.dispose(),
  };
};

import { createDrawing, type Drawing } from './drawing.js';
import type { DrawReply } from './messages.js';
import type { AnyCanvas } from './renderer.js';

/** Begins to draw, or replies why that is not possible. */
export const startDrawing = (
  canvas: AnyCanvas,
  frames: MessagePort,
  reply: (message: DrawReply) => void,
): Drawing | undefined => {
  try {
    return createDrawing(canvas, frames, reply);
  } catch (error) {
    reply({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
};

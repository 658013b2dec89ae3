import { createDrawing, type Drawing } from './drawing.js';
import type { DrawReply, DrawRequest } from './messages.js';

/** How the worker begins. */
interface DrawingStart {
  readonly type: 'start';
  readonly canvas: OffscreenCanvas;
  readonly frames: MessagePort;
}

let drawing: Drawing | undefined;
const reply = (message: DrawReply): void => globalThis.postMessage(message);

addEventListener('message', ({ data }: MessageEvent<DrawingStart | DrawRequest>) => {
  if (data.type === 'start') {
    try {
      drawing = createDrawing(data.canvas, reply);
    } catch (error) {
      reply({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
      return;
    }
    if (drawing === undefined)
      reply({ type: 'failed', message: 'no way to draw: neither WebGL 2 nor Canvas 2D' });
    drawing?.connect(data.frames);
  } else drawing?.take(data);
});

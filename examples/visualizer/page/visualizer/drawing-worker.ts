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
  if (data.type === 'start') drawing = createDrawing(data.canvas, data.frames, reply);
  else drawing?.take(data);
});

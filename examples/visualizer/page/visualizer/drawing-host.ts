import type { DrawReply, DrawRequest } from './messages.js';
import { startDrawing } from './start-drawing.js';

/** Who draws, wherever that is. */
export interface DrawingHost {
  readonly thread: 'worker' | 'page';
  post(request: DrawRequest): void;
  dispose(): void;
}

const canDrawInWorker = (canvas: HTMLCanvasElement): boolean =>
  typeof OffscreenCanvas !== 'undefined' && 'transferControlToOffscreen' in canvas;

/** Draws in a worker where a canvas can be handed over to one, else on the page's own thread. */
export const openDrawing = (
  canvas: HTMLCanvasElement,
  frames: MessagePort,
  reply: (message: DrawReply) => void,
): DrawingHost => {
  if (canDrawInWorker(canvas)) {
    const worker = new Worker(new URL('./drawing-worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<DrawReply>) => reply(data);
    worker.onerror = ({ message }) => reply({ type: 'failed', message });
    const offscreen = canvas.transferControlToOffscreen();
    worker.postMessage({ type: 'start', canvas: offscreen, frames }, [offscreen, frames]);
    return {
      thread: 'worker',
      post: (request) => worker.postMessage(request),
      dispose: () => worker.terminate(),
    };
  }
  const drawing = startDrawing(canvas, frames, reply);
  return {
    thread: 'page',
    post: (request) => drawing?.take(request),
    dispose: () => drawing?.dispose(),
  };
};

import { createDrawing } from './drawing.js';
import type { DrawReply, DrawRequest } from './messages.js';

/** Who draws, wherever that is. */
export interface DrawingHost {
  readonly thread: 'worker' | 'page';
  post(request: DrawRequest): void;
  dispose(): void;
}

const canDrawInWorker = (canvas: HTMLCanvasElement): boolean =>
  typeof OffscreenCanvas !== 'undefined' && 'transferControlToOffscreen' in canvas;

/** What the page does for the drawing. */
export interface DrawingPage {
  reply(message: Exclude<DrawReply, { readonly type: 'spent' }>): void;
  /** Puts another canvas in the place of the one that is spent; undefined where nobody looks any more. */
  renew(): HTMLCanvasElement | undefined;
}

const openWorker = (
  canvas: HTMLCanvasElement,
  frames: MessagePort,
  { reply, renew }: DrawingPage,
): DrawingHost => {
  const worker = new Worker(new URL('./drawing-worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<DrawReply>) => {
    if (data.type !== 'spent') reply(data);
    else {
      const next = renew()?.transferControlToOffscreen();
      if (next !== undefined) worker.postMessage({ type: 'canvas', canvas: next }, [next]);
    }
  };
  worker.onerror = ({ message }) => reply({ type: 'failed', message });
  const offscreen = canvas.transferControlToOffscreen();
  worker.postMessage({ type: 'start', canvas: offscreen, frames }, [offscreen, frames]);
  return {
    thread: 'worker',
    post: (request) => worker.postMessage(request),
    dispose: () => worker.terminate(),
  };
};

/** Draws in a worker where a canvas can be handed over to one, else on the page's own thread. */
export const openDrawing = (
  canvas: HTMLCanvasElement,
  frames: MessagePort,
  page: DrawingPage,
): DrawingHost => {
  if (canDrawInWorker(canvas)) return openWorker(canvas, frames, page);
  const renew = (): void => {
    const next = page.renew();
    if (next !== undefined) drawing.take({ type: 'canvas', canvas: next });
  };
  const drawing = createDrawing(canvas, frames, (message) => {
    // It may be spent before it is there.
    if (message.type === 'spent') queueMicrotask(renew);
    else page.reply(message);
  });
  return {
    thread: 'page',
    post: (request) => drawing.take(request),
    dispose: () => drawing.dispose(),
  };
};

import type { ExtractedFrame } from '@audioflow/analysis/extractor';
import { audibleAt, epochNow } from './audible-clock.js';
import { createDrawMeter } from './draw-meter.js';
import { createFrameQueue } from './frame-queue.js';
import type {
  AnyCanvas,
  ClockMessage,
  DrawReply,
  DrawRequest,
  FrameMessage,
  Scene,
} from './messages.js';
import { createPicture } from './picture.js';
import { createQuality } from './quality.js';
import type { Renderer } from './renderer.js';
import { openSurface } from './surface.js';

/** Draws what is told; in a worker, or on the page's own thread where there is no other way. */
export interface Drawing {
  take(request: DrawRequest): void;
  dispose(): void;
}

const STATS_MS = 500;
/** Calm pictures move so many times a second. */
const CALM_FPS = 12;

/** Begins to draw on a canvas the features that come; replies where that is not possible at all. */
export const createDrawing = (
  canvas: AnyCanvas,
  frames: MessagePort,
  reply: (message: DrawReply) => void,
): Drawing => {
  /** None while another canvas is on its way. */
  let renderer: Renderer | undefined;
  const { picture, update, clear: clearPicture } = createPicture();
  const meter = createDrawMeter();
  const quality = createQuality();
  let size = { width: 1, height: 1, scale: 1 };
  let lastLoop = 0;
  /** Whether there was a drawing in the last turn. */
  let drew = false;
  let source = 0;
  let clock: ClockMessage | undefined;
  let scene: Scene = 'bars';
  let calm = false;
  let ended = false;
  let request = 0;
  let lastDraw = 0;
  let lastLine = Number.NEGATIVE_INFINITY;
  let newest = 0;
  const release = ({ buffer }: ExtractedFrame): void => frames.postMessage(buffer, [buffer]);
  const queue = createFrameQueue(release);

  const addLine = (frame: ExtractedFrame): void => {
    if (frame.pts <= lastLine) return;
    lastLine = frame.pts;
    if (frame.values.quantized) renderer?.addLine(frame.values.quantized, frame.sampleRate);
  };
  /** The moment to show, in seconds on the time line of the context. */
  const momentOf = (now: ClockMessage): number =>
    now.follow === 'input' ? newest / now.sampleRate : audibleAt(now, epochNow());
  const show = (frame: ExtractedFrame, now: ClockMessage, seconds: number): void => {
    addLine(frame);
    update(frame, seconds, calm);
    renderer?.draw(scene, picture, calm);
    const { bars, peak } = frame.values;
    const heights = bars?.subarray(0, picture.bars.length) ?? new Float32Array(0);
    // Looked at again: what is audible now that it is drawn.
    const audible = momentOf(now);
    const topBar = heights.indexOf(Math.max(...heights));
    const shown = frame.pts / frame.sampleRate;
    meter.addDraw({ at: epochNow(), shown, audible, peak: peak?.[0] ?? 0, topBar });
  };
  const drawTurn = (at: number): boolean => {
    if (clock === undefined || renderer === undefined) return false;
    if (calm && at - lastDraw < 1000 / CALM_FPS) return false;
    const frame = queue.pick(momentOf(clock) * clock.sampleRate, addLine);
    if (frame === undefined) return false;
    const seconds = Math.min(0.25, (at - lastDraw) / 1000);
    lastDraw = at;
    show(frame, clock, seconds);
    return true;
  };
  const loop = (at: number): void => {
    request = requestAnimationFrame(loop);
    // A calm picture has all the time it needs.
    if (!calm && quality.take(at - lastLoop, drew)) adapt();
    lastLoop = at;
    drew = (calm || !quality.isResting) && drawTurn(at);
  };
  const clear = (next: number): void => {
    source = next;
    clock = undefined;
    queue.clear();
    clearPicture();
    renderer?.clear();
    lastLine = Number.NEGATIVE_INFINITY;
    newest = 0;
    renderer?.draw(scene, picture, calm);
  };
  const adapt = (): void => {
    const { width, height, scale } = size;
    const { part } = quality;
    const most = (x: number): number => Math.max(1, Math.round(x * part));
    renderer?.resize(most(width), most(height), scale * part);
    renderer?.draw(scene, picture, calm);
  };
  const resize = (message: Extract<DrawRequest, { type: 'size' }>): void => {
    size = message;
    quality.reset();
    adapt();
  };
  const setPaused = (to: boolean): void => {
    cancelAnimationFrame(request);
    if (!(to || ended)) request = requestAnimationFrame(loop);
    meter.read();
  };
  frames.onmessage = ({ data }: MessageEvent<FrameMessage>) => {
    const { frame, latencyMs } = data;
    if (data.source !== source) {
      release(frame);
      return;
    }
    meter.addLatency(latencyMs);
    newest = frame.pts;
    queue.push(frame);
  };
  const tell = (): void => {
    const { part: resolution, displayHz } = quality;
    reply({ type: 'stats', stats: { ...meter.read(), resolution, displayHz } });
  };
  const stats = setInterval(tell, STATS_MS);
  request = requestAnimationFrame(loop);
  const surface = openSurface(canvas, {
    ready: (made, fallback) => {
      renderer = made;
      adapt();
      reply({ type: 'ready', renderer: made.kind, fallback });
    },
    spent: () => {
      renderer = undefined;
      reply({ type: 'spent' });
    },
    failed: (message) => reply({ type: 'failed', message }),
  });

  return {
    take: (message): void => {
      if (message.type === 'scene') {
        ({ scene } = message);
        if (!ended) renderer?.draw(scene, picture, calm);
      } else if (message.type === 'size') resize(message);
      else if (message.type === 'clock') ({ clock } = message);
      else if (message.type === 'calm') ({ calm } = message);
      else if (message.type === 'clear') clear(message.source);
      else if (message.type === 'canvas') surface.take(message.canvas);
      else if (message.type === 'trace') {
        if (!message.on) reply(meter.readTrace());
        meter.trace(message.on);
      } else setPaused(message.type === 'pause');
    },
    dispose: (): void => {
      ended = true;
      cancelAnimationFrame(request);
      clearInterval(stats);
      frames.close();
      surface.dispose();
    },
  };
};

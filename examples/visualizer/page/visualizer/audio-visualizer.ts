import { readClock } from './audible-clock.js';
import type {
  AudioVisualizerOptions,
  SourceOptions,
  VisualizerStats,
  VisualizerTrace,
} from './audio-visualizer.types.js';
import { type DrawingHost, type DrawingPage, openDrawing } from './drawing-host.js';
import type { AnalysisRequest, Scene } from './messages.js';
import { type PageWatch, watchPage } from './page-watch.js';
import { canShareMemory, openTap, type Tap } from './tap.js';

/** The clock of a context drifts against that of the page, and jumps when it is suspended. */
const CLOCK_MS = 200;
/** Of one that is destroyed meanwhile. */
const NO_TRACE: VisualizerTrace = { draws: [], latencies: [] };

/**
 * A picture of sound, for any page and any framework: `mount` it somewhere, give it an `AudioNode`, `destroy` it.
 *
 * PCM goes from an AudioWorklet through shared memory (by messages where there is none) to a worker that measures it, and the features to a worker that
 * draws, by WebGL 2 (by Canvas 2D where there is none), what is audible at that moment. The page's own thread does none of it.
 *
 * It follows the size of its element, draws little motion for users who want little, and rests while the page is hidden.
 */
export class AudioVisualizer {
  readonly #options: AudioVisualizerOptions;
  #scene: Scene;
  #canvas: HTMLCanvasElement | undefined;
  #analysis: Worker | undefined;
  #drawing: DrawingHost | undefined;
  #watch: PageWatch | undefined;
  #tap: Tap | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** Counts sources: what took too long to open is closed again. */
  #source = 0;
  #stats: VisualizerStats;
  #onTrace: ((trace: VisualizerTrace) => void) | undefined;
  #destroyed = false;

  constructor(options: AudioVisualizerOptions = {}) {
    this.#options = options;
    this.#scene = options.scene ?? 'bars';
    this.#stats = {
      fps: 0,
      errorMs: Number.NaN,
      errorP95Ms: Number.NaN,
      latencyP99Ms: Number.NaN,
      path: canShareMemory() ? 'shared memory' : 'messages',
      resolution: 1,
      displayHz: Number.NaN,
      renderer: 'none',
      fallback: undefined,
      thread: 'page',
      paused: false,
      calm: false,
    };
  }

  /** How it goes: new twice a second. */
  get stats(): VisualizerStats {
    return this.#stats;
  }

  get scene(): Scene {
    return this.#scene;
  }

  /** Fills an element with the picture. Once. */
  mount(element: Element): void {
    if (this.#destroyed || this.#canvas !== undefined) {
      throw new Error('AudioVisualizer: expected to be mounted once, and not after destroy');
    }
    const canvas = this.#createCanvas();
    element.append(canvas);
    this.#canvas = canvas;
    const { port1, port2 } = new MessageChannel();
    this.#analysis = new Worker(new URL('./analysis-worker.ts', import.meta.url), {
      type: 'module',
    });
    this.#analysis.onerror = ({ message }) => this.#fail(message);
    this.#tell({ type: 'connect', drawing: port1 }, [port1]);
    this.#drawing = openDrawing(canvas, port2, {
      reply: (message) => this.#hear(message),
      renew: () => this.#renewCanvas(),
    });
    this.#watch = watchPage(canvas, {
      hidden: (hidden) => this.#pause(hidden),
      calm: (calm) => this.#calm(calm),
      size: (width, height, scale) => this.#drawing?.post({ type: 'size', width, height, scale }),
    });
    this.#stats = { ...this.#stats, thread: this.#drawing.thread };
    this.setScene(this.#scene);
    this.#calm(this.#watch.calm);
    this.#pause(this.#watch.hidden);
  }

  /** Shows another scene, at once. */
  setScene(scene: Scene): void {
    this.#scene = scene;
    this.#drawing?.post({ type: 'scene', scene });
  }

  /**
   * Follows another node, of any AudioContext, or none. What the node plays goes where it went before; it stays the caller's.
   *
   * @throws Error when it is not mounted, or the context can run no AudioWorklet.
   */
  async setSource(
    node: AudioNode | null,
    { follow = 'output' }: SourceOptions = {},
  ): Promise<void> {
    if (node !== null && this.#analysis === undefined) {
      throw new Error('AudioVisualizer: expected to be mounted before it is given a source');
    }
    this.#source += 1;
    const source = this.#source;
    this.#closeSource();
    if (node === null) return;
    const tap = await openTap(node);
    if (source !== this.#source) {
      tap.close();
      return;
    }
    this.#tap = tap;
    const { context } = node;
    const { memory, port } = tap;
    const { sampleRate } = context;
    const request = { type: 'start', source, sampleRate, memory, tap: port } as const;
    this.#tell(request, port === undefined ? [] : [port]);
    const tick = (): void => {
      if (!(context instanceof AudioContext)) return;
      this.#drawing?.post({ type: 'clock', clock: readClock(context, follow) });
    };
    tick();
    this.#timer = setInterval(tick, CLOCK_MS);
  }

  /** Notes down all drawings of some time, for measurements. */
  async trace(milliseconds: number): Promise<VisualizerTrace> {
    this.#drawing?.post({ type: 'trace', on: true });
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    if (this.#drawing === undefined) return NO_TRACE;
    return new Promise((resolve) => {
      this.#onTrace = resolve;
      this.#drawing?.post({ type: 'trace', on: false });
    });
  }

  /** Ends it: workers, canvas, WebGL context, tap, listeners and timers are gone. Any number of times. */
  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#source += 1;
    this.#closeSource();
    this.#watch?.close();
    this.#drawing?.dispose();
    this.#analysis?.terminate();
    this.#canvas?.remove();
    this.#onTrace?.(NO_TRACE);
    this.#drawing = undefined;
    this.#analysis = undefined;
    this.#canvas = undefined;
  }

  #createCanvas(): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', this.#options.label ?? 'Picture of the sound');
    canvas.style.cssText = 'display:block;width:100%;height:100%';
    return canvas;
  }

  /** A canvas that has had one kind of context never takes another. */
  #renewCanvas(): HTMLCanvasElement | undefined {
    if (this.#canvas === undefined) return undefined;
    const canvas = this.#createCanvas();
    this.#canvas.replaceWith(canvas);
    this.#canvas = canvas;
    this.#watch?.observe(canvas);
    return canvas;
  }

  #tell(request: AnalysisRequest, transfer: Transferable[] = []): void {
    this.#analysis?.postMessage(request, transfer);
  }

  #closeSource(): void {
    clearInterval(this.#timer);
    this.#tap?.close();
    this.#tap = undefined;
    this.#tell({ type: 'stop' });
    this.#drawing?.post({ type: 'clear', source: this.#source });
  }

  #pause(paused: boolean): void {
    this.#stats = { ...this.#stats, paused };
    const type = paused ? 'pause' : 'resume';
    this.#tell({ type });
    this.#drawing?.post({ type });
  }

  #calm(calm: boolean): void {
    this.#stats = { ...this.#stats, calm };
    this.#drawing?.post({ type: 'calm', calm });
  }

  #hear(message: Parameters<DrawingPage['reply']>[0]): void {
    if (message.type === 'failed') this.#fail(message.message);
    else if (message.type === 'ready') {
      const { renderer, fallback } = message;
      this.#stats = { ...this.#stats, renderer, fallback };
    } else if (message.type === 'trace') this.#onTrace?.(message);
    else {
      this.#stats = { ...this.#stats, ...message.stats };
      this.#options.onStats?.(this.#stats);
    }
  }

  #fail(message: string): void {
    this.#options.onError?.(new Error(`AudioVisualizer: ${message}`));
  }
}

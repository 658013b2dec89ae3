import { type Band, logBands } from './log-bands.js';

const BAR_PX = 9;
const GAP_PX = 3;
/** Below this width the bars are thinner, so that there are still enough of them. */
const NARROW_PX = 420;
/** Of the height in a second. */
const CAP_FALL = 0.45;
const IDLE_LEVEL = 0.012;

/** Bars on a canvas. Sizes come from a ResizeObserver: no frame asks for layout. */
interface SpectrumView {
  /** Draws levels 0..255 of an AnalyserNode; `seconds` since the last frame. */
  draw(levels: Uint8Array, sampleRate: number, seconds: number): void;
  clear(): void;
}

interface Bar {
  readonly x: number;
  readonly width: number;
  readonly band: Band;
  cap: number;
}

const loudest = (levels: Uint8Array, { from, to }: Band): number => {
  let most = 0;
  for (let bin = from; bin < to; bin += 1) most = Math.max(most, levels[bin] ?? 0);
  return most / 255;
};

const gradientOf = (context: CanvasRenderingContext2D, height: number): CanvasGradient => {
  const gradient = context.createLinearGradient(0, height, 0, 0);
  gradient.addColorStop(0, '#2dd4bf');
  gradient.addColorStop(0.55, '#60a5fa');
  gradient.addColorStop(1, '#e879f9');
  return gradient;
};

/** Makes the view of one canvas. */
export const drawSpectrum = (canvas: HTMLCanvasElement, onResize: () => void): SpectrumView => {
  const context = canvas.getContext('2d');
  let bars: Bar[] = [];
  let laidOutFor = '';
  let fill: CanvasGradient | undefined;

  const layOut = (bins: number, sampleRate: number): void => {
    const key = `${canvas.width} ${bins} ${sampleRate}`;
    if (key === laidOutFor || context === null) return;
    laidOutFor = key;
    const scale = window.devicePixelRatio;
    const padding = 14 * scale;
    const shrink = canvas.width < NARROW_PX * scale ? 0.6 : 1;
    const width = BAR_PX * shrink * scale;
    const step = width + GAP_PX * shrink * scale;
    const count = Math.max(8, Math.floor((canvas.width - 2 * padding) / step));
    const used = count * step - (step - width);
    const left = (canvas.width - used) / 2;
    fill = gradientOf(context, canvas.height);
    bars = logBands(count, bins, { sampleRate }).map((band, index) => {
      return { x: left + index * step, width, band, cap: 0 };
    });
  };

  const paint = (bar: Bar, level: number, seconds: number): void => {
    if (context === null) return;
    const scale = window.devicePixelRatio;
    const room = canvas.height - 24 * scale;
    const base = canvas.height - 6 * scale;
    const height = Math.max(IDLE_LEVEL, level) * room;
    context.beginPath();
    context.roundRect(bar.x, base - height, bar.width, height, Math.min(4 * scale, height / 2));
    context.fill();
    bar.cap = Math.max(level, bar.cap - CAP_FALL * seconds);
    if (bar.cap > 0.03) {
      context.fillRect(bar.x, base - bar.cap * room - 4 * scale, bar.width, 1.5 * scale);
    }
  };

  const draw = (levels: Uint8Array, sampleRate: number, seconds: number): void => {
    if (context === null) return;
    layOut(levels.length, sampleRate);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = fill ?? '#2dd4bf';
    for (const bar of bars) paint(bar, loudest(levels, bar.band), seconds);
  };

  const clear = (): void => {
    for (const bar of bars) bar.cap = 0;
    draw(new Uint8Array(2048), 44_100, 0);
  };

  new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    canvas.width = Math.round(entry.contentRect.width * window.devicePixelRatio);
    canvas.height = Math.round(entry.contentRect.height * window.devicePixelRatio);
    laidOutFor = '';
    onResize();
  }).observe(canvas);

  return { draw, clear };
};

import { BARS, FFT_SIZE } from './feature-choice.js';
import type { AnyCanvas, Scene } from './messages.js';
import { type Picture, WINDOW } from './picture.js';
import type { Renderer } from './renderer.js';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const GROUND = '#090d17';
/** Of the spectrogram: columns, every second line of the analysis, and frequencies. */
const COLUMNS = 256;
const HEIGHT = 128;
const LOW_HERTZ = 40;

const STOPS = [
  [9, 13, 23],
  [51, 28, 107],
  [178, 48, 138],
  [250, 122, 92],
  [252, 219, 133],
  [255, 255, 237],
] as const;

/** A colour for each step, four bytes each. */
const heatTable = (): Uint8ClampedArray => {
  const table = new Uint8ClampedArray(4 * 256).fill(255);
  for (let step = 0; step < 256; step++) {
    const place = (step / 255) ** 1.25 * (STOPS.length - 1);
    const low = STOPS[Math.floor(place)] ?? STOPS[0];
    const high = STOPS[Math.ceil(place)] ?? low;
    for (const c of [0, 1, 2] as const) {
      table[4 * step + c] = low[c] + (high[c] - low[c]) * (place % 1);
    }
  }
  return table;
};

const createSheet = (): AnyCanvas => {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(COLUMNS, HEIGHT);
  const canvas = document.createElement('canvas');
  canvas.width = COLUMNS;
  canvas.height = HEIGHT;
  return canvas;
};

/** A spectrogram on a sheet of its own: a ring of columns. */
const createWaterfall = () => {
  const sheet = createSheet();
  const context = contextOf(sheet);
  const column = new ImageData(1, HEIGHT);
  const colours = heatTable();
  let lines = 0;
  const clear = (): void => {
    lines = 0;
    if (context === null) return;
    context.fillStyle = GROUND;
    context.fillRect(0, 0, COLUMNS, HEIGHT);
  };
  clear();
  return {
    add: (steps: Uint8Array, sampleRate: number): void => {
      lines += 1;
      if (lines % 2 === 1) return;
      const top = Math.min(16_000, sampleRate / 2);
      const binOf = (y: number): number =>
        (LOW_HERTZ * (top / LOW_HERTZ) ** (y / HEIGHT) * FFT_SIZE) / sampleRate;
      for (let y = 0; y < HEIGHT; y++) {
        const from = Math.round(binOf(y));
        const to = Math.max(from + 1, Math.round(binOf(y + 1)));
        let most = 0;
        for (let bin = from; bin < to; bin++) most = Math.max(most, steps[bin] ?? 0);
        column.data.set(colours.subarray(4 * most, 4 * most + 4), 4 * (HEIGHT - 1 - y));
      }
      context?.putImageData(column, (lines / 2 - 1) % COLUMNS, 0);
    },
    draw: (target: Context, width: number, height: number, calm: boolean): void => {
      const head = Math.floor(lines / 2) % COLUMNS;
      const split = calm ? 0 : head;
      const part = ((COLUMNS - split) / COLUMNS) * width;
      target.imageSmoothingEnabled = false;
      target.drawImage(sheet, split, 0, COLUMNS - split, HEIGHT, 0, 0, part, height);
      if (split > 0) target.drawImage(sheet, 0, 0, split, HEIGHT, part, 0, width - part, height);
      if (calm) target.fillRect((head / COLUMNS) * width, 0, 2, height);
    },
    clear,
  };
};

const contextOf = (canvas: AnyCanvas): Context | null => {
  const context = canvas.getContext('2d', { alpha: false });
  return context !== null && 'fillRect' in context ? context : null;
};

const drawBars = (context: Context, { bars, caps }: Picture, scale: number): void => {
  const { width, height } = context.canvas;
  const margin = 14 * scale;
  const step = (width - 2 * margin) / BARS;
  const room = 0.78 * height;
  const base = 0.84 * height;
  const fill = context.createLinearGradient(0, base, 0, base - room);
  fill.addColorStop(0, '#2dd4bf');
  fill.addColorStop(0.5, '#60a5fa');
  fill.addColorStop(1, '#e879f9');
  context.fillStyle = fill;
  for (let i = 0; i < BARS; i++) {
    const tall = Math.max(0.012, bars[i] ?? 0) * room;
    const left = margin + (i + 0.14) * step;
    context.fillRect(left, base - tall, 0.72 * step, tall);
    const cap = caps[i] ?? 0;
    if (cap > 0.03) context.fillRect(left, base - cap * room - 4 * scale, 0.72 * step, 2 * scale);
  }
};

const drawWave = (context: Context, { wave }: Picture, scale: number): void => {
  const { width, height } = context.canvas;
  context.strokeStyle = '#5eead4';
  context.lineWidth = 2 * scale;
  context.beginPath();
  for (let i = 0; i < WINDOW; i++) {
    const y = height * (0.5 - 0.43 * (wave[i] ?? 0));
    context.lineTo((i / (WINDOW - 1)) * width, y);
  }
  context.stroke();
};

const drawRadial = (context: Context, picture: Picture): void => {
  const { width, height } = context.canvas;
  const unit = Math.min(width, height) / 2;
  const inner = (0.34 + 0.05 * picture.bass) * unit;
  context.lineWidth = (Math.PI * inner * 0.7) / BARS;
  for (let i = 0; i < BARS; i++) {
    context.strokeStyle = `hsl(${170 + (130 * i) / BARS} 80% 65%)`;
    const outer = inner + (0.02 + 0.56 * (picture.bars[i] ?? 0)) * unit;
    context.beginPath();
    for (const side of [-1, 1]) {
      const angle = (side * Math.PI * (i + 0.5)) / BARS - 0.06 * picture.time;
      const [x, y] = [Math.sin(angle), -Math.cos(angle)];
      context.moveTo(width / 2 + inner * x, height / 2 + inner * y);
      context.lineTo(width / 2 + outer * x, height / 2 + outer * y);
    }
    context.stroke();
  }
};

/** Draws by Canvas 2D: the last resort, with less glow. undefined where there is not even that. */
export const createCanvasRenderer = (canvas: AnyCanvas): Renderer | undefined => {
  const context = contextOf(canvas);
  if (context === null) return undefined;
  const waterfall = createWaterfall();
  let pixels = 1;
  const draw = (scene: Scene, picture: Picture, calm: boolean): void => {
    const { width, height } = canvas;
    context.fillStyle = GROUND;
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#ffffff66';
    if (scene === 'bars') drawBars(context, picture, pixels);
    else if (scene === 'waveform') drawWave(context, picture, pixels);
    else if (scene === 'radial') drawRadial(context, picture);
    else waterfall.draw(context, width, height, calm);
  };
  return {
    kind: 'canvas2d',
    resize: (width, height, scale): void => {
      canvas.width = width;
      canvas.height = height;
      pixels = scale;
    },
    addLine: waterfall.add,
    draw,
    clear: waterfall.clear,
    dispose: () => undefined,
  };
};

import '@audioflow/example-shared/zod-without-eval';
import { byId } from '@audioflow/example-shared/by-id';
import type { SpectrumFrame } from '../src/wire/frame-bytes.js';
import { connect } from './connect.js';
import { countFigures, type Figures } from './count-figures.js';
import { drawBars } from './draw-bars.js';
import { glowWith } from './glow-with.js';
import { moveNeedle } from './move-needle.js';
import { showStatus } from './show-status.js';

declare global {
  interface Window {
    /** For the browser's console: what has come and been drawn. */
    __spectrum: { figures(): Figures };
  }
}

/** Who asks for less motion gets so many pictures of a second. */
const CALM_RATE = 2;

const label = (id: string): HTMLElement => byId(id, HTMLElement);

const root = document.querySelector('main') ?? document.body;
const device = byId('device', HTMLSelectElement);
const rate = byId('rate', HTMLSelectElement);
const accent = byId('accent', HTMLInputElement);
const details = byId('details', HTMLDetailsElement);
const motion = matchMedia('(prefers-reduced-motion: reduce)');
const figures = countFigures();
window.__spectrum = { figures: figures.now };

const status = showStatus({
  root,
  device,
  badge: label('badge'),
  message: label('message'),
  axis: label('axis'),
});
const needle = moveNeedle(label('needle'));
const glow = glowWith(label('glow'));

let newest: Pick<SpectrumFrame, 'bars' | 'level' | 'bass'> = { bars: [], level: 0, bass: 0 };
let ceiling = 1;
/** Kept, not asked: to read a query between its change and the news of it makes Chromium leave out the news. */
let isCalm = motion.matches;
let requested = 0;
let drawnAt = Number.NEGATIVE_INFINITY;

const draw = (now: number): void => {
  requested = 0;
  // What has rested for long is not animated: it jumps to what there is.
  const seconds = isCalm ? 10 : (now - drawnAt) / 1000;
  drawnAt = now;
  const { bars, level, bass } = newest;
  const heights = ceiling === 1 ? bars : Array.from(bars, (bar) => bar / ceiling);
  if (view.draw(heights, seconds)) figures.drew();
  needle(level, seconds);
  glow(isCalm ? 0 : bass / ceiling);
};
/** A picture for each version, not for each turn of the screen. */
const redraw = (): void => {
  if (requested === 0 && !document.hidden) requested = requestAnimationFrame(draw);
};
const view = drawBars(byId('bars', HTMLCanvasElement), redraw);

/** What is seen when there is no sound: nothing falls slowly. */
const clear = (): void => {
  drawnAt = Number.NEGATIVE_INFINITY;
  newest = { bars: new Float32Array(newest.bars.length), level: 0, bass: 0 };
  redraw();
};

const connection = connect(new URL('ws', location.href.replace(/^http/, 'ws')).href, {
  onOpen: () => {
    figures.pause();
    follow();
  },
  onLost: (retryMs) => {
    status.lost(retryMs);
    clear();
  },
  onFrame: (frame, bytes) => {
    figures.frame(frame, bytes);
    newest = frame;
    redraw();
  },
  onMessage: (message) => {
    if (message.type === 'hello') {
      ceiling = message.ceiling;
      status.hello(message);
    } else if (message.type === 'status') {
      status.status(message);
      if (message.state !== 'running') clear();
    } else if (message.type === 'error') status.complain(message.message);
  },
});

/** A page that nobody sees asks for nothing. */
const follow = (): void => {
  figures.pause();
  if (document.hidden) connection.send({ type: 'unsubscribe' });
  else {
    const wanted = isCalm ? CALM_RATE : Number(rate.value);
    connection.send({ type: 'subscribe', rate: wanted, format: 'u8' });
  }
};
document.addEventListener('visibilitychange', follow);
motion.addEventListener('change', ({ matches }) => {
  isCalm = matches;
  follow();
});
rate.addEventListener('change', follow);
device.addEventListener('change', () => {
  connection.send({ type: 'select', device: device.value });
});
accent.addEventListener('input', () => {
  document.documentElement.style.setProperty('--accent', accent.value);
  view.setAccent(accent.value);
});
byId('controls', HTMLFormElement).addEventListener('submit', (event) => event.preventDefault());

let before = figures.now();
setInterval(() => {
  const now = figures.now();
  const last = before;
  before = now;
  if (!details.open || document.hidden) return;
  label('seq').textContent = String(now.seq);
  label('versions').textContent = String(now.frames - last.frames);
  label('bytes').textContent = String(now.bytes - last.bytes);
  label('missed').textContent = String(now.missed);
}, 1000);

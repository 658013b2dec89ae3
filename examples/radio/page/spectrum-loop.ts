import { drawSpectrum } from './draw-spectrum.js';

/** Who asks for less motion still gets a picture, twice a second. */
const CALM_MS = 500;

/** Draws what an analyser hears, for as long as it is told to and the page can be seen. */
interface SpectrumLoop {
  start(analyser: AnalyserNode): void;
  stop(): void;
}

/** Makes the loop of one canvas. */
export const spectrumLoop = (canvas: HTMLCanvasElement): SpectrumLoop => {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  let analyser: AnalyserNode | undefined;
  let levels = new Uint8Array(0);
  let frame = 0;
  let drawnAt = 0;
  const view = drawSpectrum(canvas, () => {
    if (analyser === undefined) view.clear();
  });

  const step = (now: number): void => {
    if (analyser === undefined || document.hidden) return;
    frame = requestAnimationFrame(step);
    const elapsed = now - drawnAt;
    if (calm.matches && elapsed < CALM_MS) return;
    drawnAt = now;
    analyser.getByteFrequencyData(levels);
    view.draw(
      levels,
      analyser.context.sampleRate,
      calm.matches ? 10 : Math.min(0.1, elapsed / 1000),
    );
  };

  const resume = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(step);
  };
  document.addEventListener('visibilitychange', resume);

  return {
    start: (node) => {
      analyser = node;
      levels = new Uint8Array(node.frequencyBinCount);
      resume();
    },
    stop: () => {
      analyser = undefined;
      cancelAnimationFrame(frame);
      view.clear();
    },
  };
};

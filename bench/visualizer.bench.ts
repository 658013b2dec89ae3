import type { Page } from 'playwright-core';
import { launchChromium } from '../test/browser/launch-chromium.js';
import { startVisualizer } from '../test/browser/start-visualizer.js';
import { type BenchContext, type Benchmark, quantile } from './harness.js';
import { FRAME_MARK, pageThreadCpu } from './page-thread-cpu.js';

const SCENES = ['bars', 'waveform', 'spectrogram', 'radial'] as const;
const SECONDS = 60;
const QUICK_SECONDS = 12;
const WARM_UP_MS = 4000;
/** For each scene: a trace has many events, and writing it costs time too. */
const TRACE_MS = 2500;

/** What the page notes down of a scene. */
interface Seen {
  readonly draws: readonly {
    readonly at: number;
    readonly shown: number;
    readonly audible: number;
  }[];
  readonly latencies: readonly number[];
  readonly work: readonly number[];
  /** CPU time of the page's thread for each frame, in ms. */
  readonly cpu: readonly number[];
}

/**
 * From the beginning of the callbacks of a frame on the page's own thread to the first task after it was laid out and painted: all that this thread
 * does for a frame, and whatever got between: by the clock, so that other threads which take the core away from it count too.
 */
const WATCH_WORK = `
  globalThis.work = [];
  const channel = new MessageChannel();
  let began = 0;
  channel.port1.onmessage = () => work.push(performance.now() - began);
  const watch = () => {
    began = performance.now();
    performance.mark('${FRAME_MARK}');
    performance.clearMarks();
    channel.port2.postMessage(0);
    requestAnimationFrame(watch);
  };
  requestAnimationFrame(watch);
`;

const look = async (page: Page, scene: string, ms: number): Promise<Seen> => {
  const seen = await page.evaluate<Omit<Seen, 'cpu'>>(`(async () => {
    const [{ visualizer, element }] = __visualizer.panels;
    element.querySelector('[value=${scene}]').click();
    await new Promise((resolve) => setTimeout(resolve, 500));
    work.length = 0;
    const { draws, latencies } = await visualizer.trace(${ms});
    return { draws: draws.map(({ at, shown, audible }) => ({ at, shown, audible })), latencies, work: [...work] };
  })()`);
  return { ...seen, cpu: await pageThreadCpu(page, TRACE_MS) };
};

const fpsOf = ({ draws }: Seen): number =>
  (1000 * (draws.length - 1)) / ((draws.at(-1)?.at ?? 0) - (draws[0]?.at ?? 0));

const judge = (context: BenchContext, seen: readonly Seen[]): void => {
  const all = <T>(of: (one: Seen) => readonly T[]): T[] => seen.flatMap((one) => [...of(one)]);
  const work = all((one) => one.work);
  const cpu = all((one) => one.cpu);
  const latencies = all((one) => one.latencies);
  const errors = all(({ draws }) =>
    draws.map(({ shown, audible }) => Math.abs(1000 * (audible - shown))),
  );
  const frames = seen.reduce((sum, { draws }) => sum + draws.length - 1, 0);
  const seconds = seen.reduce((sum, one) => sum + (one.draws.length - 1) / fpsOf(one), 0);
  const row = (name: string, values: readonly number[]): void => {
    const [p50, p95, p99, most] = [0.5, 0.95, 0.99, 1].map((share) =>
      quantile(values, share).toFixed(2),
    );
    context.say(
      `  ${name}: p50 ${p50}, p95 ${p95}, p99 ${p99}, worst ${most} ms (${values.length})`,
    );
  };
  row("page's thread per frame, by the clock", work);
  row("page's thread per frame, CPU", cpu);
  row('analysis, PCM in to features out', latencies);
  row('audible to drawn', errors);
  context.goal({ name: 'frames per second', value: frames / seconds, atLeast: 58 });
  context.goal({
    name: "page's thread per frame, CPU, p95",
    value: quantile(cpu, 0.95),
    atMost: 2,
    unit: 'ms',
  });
  context.goal({
    name: 'analysis latency, p99',
    value: quantile(latencies, 0.99),
    atMost: 5,
    unit: 'ms',
  });
  context.goal({
    name: 'audible to drawn, p95',
    value: quantile(errors, 0.95),
    atMost: 20,
    unit: 'ms',
  });
};

/** The visualizer's page in headless Chromium, playing its tune, a quarter of the time each scene. */
export const visualizerBench: Benchmark = async (context) => {
  const served = await startVisualizer();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(served.url);
    await page.click('.play');
    await page.evaluate(WATCH_WORK);
    await page.waitForTimeout(WARM_UP_MS);
    const seen: Seen[] = [];
    const seconds = context.seconds ?? (context.quick ? QUICK_SECONDS : SECONDS);
    const ms = (1000 * seconds) / SCENES.length;
    for (const scene of SCENES) {
      const one = await look(page, scene, ms);
      context.say(`  ${scene}: ${fpsOf(one).toFixed(1)} frames/s (${one.draws.length})`);
      seen.push(one);
    }
    const { path, renderer, thread } = await page.evaluate<Record<string, string>>(
      '__visualizer.panels[0].visualizer.stats',
    );
    context.say(`  Chromium ${browser.version()}, ${path}, ${renderer} in a ${thread}`);
    judge(context, seen);
  } finally {
    await browser.close();
    await served.end();
  }
};

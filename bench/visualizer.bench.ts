import type { Page } from 'playwright-core';
import { launchChromium } from '../test/browser/launch-chromium.js';
import { startVisualizer } from '../test/browser/start-visualizer.js';
import { type BenchContext, type Benchmark, quantile } from './harness.js';
import { type PageThreadFrame, pageThread } from './page-thread.js';

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
  readonly thread: readonly PageThreadFrame[];
}

/** For so long the page asks for animation frames. */
const ANIMATED_MS = 5000;
/**
 * A page that animates something itself, at the side of the visualizer: from the beginning of the callbacks of a frame on its own thread to the first task after it was laid out and painted, by the
 * clock. It is not judged: most of it is what an empty callback costs.
 */
const ANIMATE = `(async () => {
  const work = [];
  const channel = new MessageChannel();
  let began = 0;
  let going = true;
  channel.port1.onmessage = () => work.push(performance.now() - began);
  const turn = () => {
    began = performance.now();
    channel.port2.postMessage(0);
    if (going) requestAnimationFrame(turn);
  };
  requestAnimationFrame(turn);
  await new Promise((resolve) => setTimeout(resolve, ${ANIMATED_MS}));
  going = false;
  return work;
})()`;

const look = async (page: Page, scene: string, ms: number): Promise<Seen> => {
  const seen = await page.evaluate<Omit<Seen, 'thread'>>(`(async () => {
    const [{ visualizer, element }] = __visualizer.panels;
    element.querySelector('[value=${scene}]').click();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { draws, latencies } = await visualizer.trace(${ms});
    return { draws: draws.map(({ at, shown, audible }) => ({ at, shown, audible })), latencies };
  })()`);
  return { ...seen, thread: await pageThread(page, TRACE_MS) };
};

const fpsOf = ({ draws }: Seen): number =>
  (1000 * (draws.length - 1)) / ((draws.at(-1)?.at ?? 0) - (draws[0]?.at ?? 0));

const judge = (context: BenchContext, seen: readonly Seen[], animated: readonly number[]): void => {
  const all = <T>(of: (one: Seen) => readonly T[]): T[] => seen.flatMap((one) => [...of(one)]);
  const thread = all((one) => one.thread);
  const wall = thread.map((frame) => frame.wall);
  const cpu = thread.map((frame) => frame.cpu);
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
  row("page's thread per frame, by the clock", wall);
  row("page's thread per frame, CPU", cpu);
  row('analysis, PCM in to features out', latencies);
  row('audible to drawn', errors);
  row('not judged: a frame of a page that animates as well, by the clock', animated);
  context.goal({ name: 'frames per second', value: frames / seconds, atLeast: 58 });
  context.goal({
    name: "page's thread per frame, by the clock, p95",
    value: quantile(wall, 0.95),
    atMost: 2,
    unit: 'ms',
  });
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
    await page.waitForTimeout(WARM_UP_MS);
    const seen: Seen[] = [];
    const seconds = context.seconds ?? (context.quick ? QUICK_SECONDS : SECONDS);
    const ms = (1000 * seconds) / SCENES.length;
    for (const scene of SCENES) {
      const one = await look(page, scene, ms);
      context.say(`  ${scene}: ${fpsOf(one).toFixed(1)} frames/s (${one.draws.length})`);
      seen.push(one);
    }
    const { path, renderer, thread, resolution } = await page.evaluate<Record<string, string>>(
      '__visualizer.panels[0].visualizer.stats',
    );
    context.say(
      `  Chromium ${browser.version()}, ${path}, ${renderer} in a ${thread}, resolution ${resolution}`,
    );
    judge(context, seen, await page.evaluate<number[]>(ANIMATE));
  } finally {
    await browser.close();
    await served.end();
  }
};

import { setTimeout as sleep } from 'node:timers/promises';
import { slope } from '../harness.js';
import { churnListeners } from './churn-listeners.js';
import { restartSources } from './restart-sources.js';
import { type SoakFigures, startStation } from './soak-station.js';

/** Of the run, before it is measured: code is compiled, pools fill. */
const WARM_UP = 0.3;
/** The growth that the straight line through the figures may show, from the warm-up to the end. */
const LIMITS = { heap: 2, rss: 16 } as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const describe = (at: number, { rss, heap, handles, descriptors, ...rest }: SoakFigures): string =>
  `  ${at.toFixed(0).padStart(5)} s  rss ${rss.toFixed(1)} MB, heap ${heap.toFixed(2)} MB, ` +
  `${handles} handles, ${descriptors} descriptors, ${rest.listeners} listeners, source ${rest.sources}`;

/** Waits until the station holds as little as before, or time is up. */
const settle = async (figures: () => Promise<SoakFigures>, before: SoakFigures) => {
  for (let tries = 0; ; tries++) {
    const now = await figures();
    const isDown = now.descriptors <= before.descriptors && now.handles <= before.handles;
    if (isDown || tries === 20) return now;
    await sleep(500);
  }
};

/** How long, and how many listeners there are at a time. */
export interface SoakSettings {
  readonly seconds: number;
  readonly population: number;
}

/**
 * A station that strangers use. Listeners of all kinds come and go, some never read; sources end, break off,
 * fall silent. What it holds must not grow, and when all have left it must hold what it held before they
 * came.
 *
 * @returns The exit code: 1 when a goal is missed.
 */
export const runSoak = async ({ seconds, population }: SoakSettings): Promise<number> => {
  const station = await startStation();
  // The first visitors bring what stays: loaded modules, the mount's encoder.
  const first = new AbortController();
  const visitors = churnListeners(station.port, { population: 4, signal: first.signal });
  const rehearsal = restartSources(station, first.signal);
  await sleep(3000);
  first.abort();
  await Promise.all([visitors.done, rehearsal]);
  await sleep(3000);
  const before = await station.figures();
  say(`${seconds} s, ${population} listeners at a time\nbefore\n${describe(0, before)}\nmeanwhile`);

  const stop = new AbortController();
  const began = performance.now();
  const listeners = churnListeners(station.port, { population, signal: stop.signal });
  const sources = restartSources(station, stop.signal);
  const samples: { readonly at: number; readonly figures: SoakFigures }[] = [];
  for (;;) {
    await sleep(Math.max(1000, 10 * seconds));
    const at = (performance.now() - began) / 1000;
    const figures = await station.figures();
    samples.push({ at, figures });
    if (samples.length % 10 === 1) say(describe(at, figures));
    if (at >= seconds) break;
  }
  stop.abort();
  const [sourceCount] = await Promise.all([sources, listeners.done]);
  const after = await settle(station.figures, before);
  say(`after\n${describe(seconds, after)}`);
  const exitCode = await station.stop();

  const settled = samples.filter(({ at }) => at >= WARM_UP * seconds);
  const growth = (pick: (figures: SoakFigures) => number): number =>
    slope(settled.map(({ at, figures }) => [at, pick(figures)])) * (1 - WARM_UP) * seconds;
  const { joined, heard, deaf, bytes } = listeners.counts;
  const checks: readonly (readonly [name: string, value: number, atMost: number])[] = [
    ['growth of heap and external, MB', growth((f) => f.heap), LIMITS.heap],
    ['growth of resident memory, MB', growth((f) => f.rss), LIMITS.rss],
    ['handles left', after.handles - before.handles, 0],
    ['descriptors left', after.descriptors - before.descriptors, 0],
    ['connections left', after.connections - before.connections, 0],
    ['listeners that heard nothing', deaf, 0],
    ['exit code', exitCode ?? -1, 0],
  ];
  say(
    `${joined} listeners came, ${heard} of those that read heard ${(bytes / 1e6).toFixed(0)} MB; ${sourceCount} sources`,
  );
  let failed = heard === 0;
  for (const [name, value, atMost] of checks) {
    const met = value <= atMost && (name !== 'exit code' || value === 0);
    failed ||= !met;
    say(`  ${met ? 'met   ' : 'MISSED'} ${name}: ${value.toFixed(2)}, at most ${atMost}`);
  }
  return failed ? 1 : 0;
};

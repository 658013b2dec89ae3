import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type BroadcastFigures,
  type BroadcastRun,
  type BroadcastServer,
  bundlePrograms,
  type ListenerKind,
  type RunningStation,
  startStation,
} from './broadcast-runs.js';
import { type BenchContext, type Benchmark, interleave, median } from './harness.js';

/** Icecast writes 1400 bytes: 87.5 ms of 128 kbit/s. */
const EQUAL_MS = 88;
const LARGE_MS = 256;

const VARIANTS = {
  'icecast, HTTP': { server: 'icecast', kind: 'http' },
  'icecast, ICY': { server: 'icecast', kind: 'icy' },
  'HTTP, 88 ms': { server: EQUAL_MS, kind: 'http' },
  'HTTP, 256 ms': { server: LARGE_MS, kind: 'http' },
  'ICY, 88 ms': { server: EQUAL_MS, kind: 'icy' },
  'WebSocket, 88 ms': { server: EQUAL_MS, kind: 'ws' },
} as const satisfies Variants;

/** What each setting of flushMs costs: the table of docs/broadcast.md. */
const COSTS = {
  'icecast, HTTP': { server: 'icecast', kind: 'http' },
  'HTTP, 26 ms': { server: 26, kind: 'http' },
  'HTTP, 88 ms': { server: EQUAL_MS, kind: 'http' },
  'HTTP, 256 ms': { server: LARGE_MS, kind: 'http' },
} as const satisfies Variants;

/** Who is measured for joins. */
const JOINS = {
  'icecast, HTTP': { server: 'icecast', kind: 'http' },
  'HTTP, 88 ms': { server: EQUAL_MS, kind: 'http' },
} as const satisfies Variants;

/** Slow enough that Icecast's queue of connections takes them. */
const GENTLY = 200;

/** As when a song is shared: more than that queue takes. */
const RUSH = { offered: 2000, listeners: 500 };

interface Variant {
  readonly server: BroadcastServer;
  readonly kind: ListenerKind;
}

type Variants = Readonly<Record<string, Variant>>;

/** What runs often is compiled by then: a server runs for months, not for seconds. */
const WARM_UP_MS = 60_000;

type Results = Readonly<Record<string, readonly BroadcastFigures[]>>;

const valuesOf = (results: Results, name: string, key: keyof BroadcastFigures): number[] =>
  (results[name] ?? []).map((figures) => figures[key]);

const middle = (results: Results, name: string, key: keyof BroadcastFigures): number =>
  median(valuesOf(results, name, key));

const SHOWN: readonly (readonly [keyof BroadcastFigures, string])[] = [
  ['cpu', 's of CPU per 1000 listener-seconds'],
  ['p50', 'ms latency, p50'],
  ['p99', 'ms latency, p99'],
  ['reads', 'reads per listener and second'],
];

const judge = (context: BenchContext, results: Results, listeners: number): void => {
  const beside = (name: string): number =>
    middle(results, name, 'cpu') / middle(results, 'icecast, HTTP', 'cpu');
  const goals = [
    { name: 'CPU of HTTP at equal blocks (88 ms)', value: beside('HTTP, 88 ms'), atMost: 1.35 },
    { name: 'CPU of HTTP at 256 ms', value: beside('HTTP, 256 ms'), atMost: 0.8 },
  ];
  for (const { name, ...goal } of goals) {
    context.goal({ ...goal, name: `${listeners}: ${name} beside icecast`, unit: 'times' });
  }
  for (const name of ['ICY, 88 ms', 'WebSocket, 88 ms']) {
    context.say(`  ${name}: ${beside(name).toFixed(2)} times the CPU of icecast, HTTP`);
  }
};

/** Starts a station for each variant, lets them run for a while, and sends listeners to one after the other. */
const runAll = async (
  context: BenchContext,
  run: Omit<BroadcastRun, 'kind'>,
  variants: Variants,
): Promise<Results> => {
  if (spawnSync('icecast2', ['-v']).error !== undefined) {
    throw new Error('icecast2 is not installed: apt-get install -y icecast2');
  }
  const programs = await bundlePrograms();
  // `--rounds=1`: a long run in pieces.
  const rounds = context.rounds ?? (context.quick ? 1 : 3);
  const window = `windows of ${run.windowSeconds} s, ${rounds} rounds, interleaved`;
  context.say(
    `  ${run.listeners} listeners at 128 kbit/s, ${run.offered} come a second, ${window}`,
  );
  const stations: RunningStation[] = [];
  const runs: Record<string, () => Promise<BroadcastFigures>> = {};
  try {
    for (const [name, { server, kind }] of Object.entries(variants)) {
      const station = await startStation(server, programs);
      stations.push(station);
      runs[name] = async () => {
        const figures = await station.measure({ ...run, kind });
        const { cpu, joinRate } = figures;
        context.say(`  ran ${name}: ${cpu.toFixed(4)} s, ${joinRate.toFixed(0)} joins/s`);
        return figures;
      };
    }
    await sleep(context.quick ? 3000 : WARM_UP_MS);
    return await interleave(runs, rounds);
  } finally {
    for (const station of stations) await station.end();
  }
};

const measureAll = async (
  context: BenchContext,
  listeners: number,
  variants: Variants,
): Promise<Results> => {
  const windowSeconds = context.quick ? 6 : 12;
  const results = await runAll(context, { listeners, windowSeconds, offered: GENTLY }, variants);
  for (const name of Object.keys(variants)) {
    for (const [key, unit] of SHOWN) context.figures(name, valuesOf(results, name, key), unit);
    // Later rounds find memory that the first one grew to.
    context.figures(name, valuesOf(results, name, 'memory').slice(0, 1), 'KB per listener');
  }
  return results;
};

const measureJoins = async (context: BenchContext): Promise<void> => {
  const results = await runAll(context, { ...RUSH, windowSeconds: 1 }, JOINS);
  for (const name of Object.keys(JOINS)) {
    context.figures(name, valuesOf(results, name, 'joinRate'), 'joins per second');
  }
  context.goal({
    name: `time until ${RUSH.listeners} listeners have sound, beside icecast`,
    value:
      middle(results, 'icecast, HTTP', 'joinRate') / middle(results, 'HTTP, 88 ms', 'joinRate'),
    atMost: 0.2,
    unit: 'times',
  });
};

/** Our server beside a real Icecast, with so many listeners. */
const createBroadcastBench =
  (counts: readonly number[]): Benchmark =>
  async (context) => {
    for (const listeners of context.quick ? counts.slice(0, 1) : counts) {
      judge(context, await measureAll(context, listeners, VARIANTS), listeners);
    }
  };

export const broadcastJoinsBench: Benchmark = measureJoins;
export const broadcastBench: Benchmark = async (context) => {
  await measureJoins(context);
  await createBroadcastBench([500, 1000, 2000])(context);
};
export const broadcast500Bench: Benchmark = createBroadcastBench([500]);
export const broadcast1000Bench: Benchmark = createBroadcastBench([1000]);
export const broadcast2000Bench: Benchmark = createBroadcastBench([2000]);

export const broadcastCostBench: Benchmark = async (context) => {
  await measureAll(context, 1000, COSTS);
};

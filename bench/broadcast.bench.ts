import { spawnSync } from 'node:child_process';
import {
  type BroadcastFigures,
  type BroadcastRun,
  bundlePrograms,
  runBroadcast,
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
} as const satisfies Record<string, Pick<BroadcastRun, 'server' | 'kind'>>;

/** What each setting of flushMs costs: the table of docs/broadcast.md. */
const COSTS = {
  'icecast, HTTP': { server: 'icecast', kind: 'http' },
  'HTTP, 26 ms': { server: 26, kind: 'http' },
  'HTTP, 88 ms': { server: EQUAL_MS, kind: 'http' },
  'HTTP, 256 ms': { server: LARGE_MS, kind: 'http' },
} as const satisfies typeof VARIANTS | Record<string, Pick<BroadcastRun, 'server' | 'kind'>>;

type Results = Readonly<Record<string, readonly BroadcastFigures[]>>;

const valuesOf = (results: Results, name: string, key: keyof BroadcastFigures): number[] =>
  (results[name] ?? []).map((figures) => figures[key]);

const middle = (results: Results, name: string, key: keyof BroadcastFigures): number =>
  median(valuesOf(results, name, key));

const SHOWN: readonly (readonly [keyof BroadcastFigures, string])[] = [
  ['cpu', 's of CPU per 1000 listener-seconds'],
  ['memory', 'KB per listener'],
  ['joinRate', 'joins per second'],
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
    {
      name: 'time to join',
      value:
        middle(results, 'icecast, HTTP', 'joinRate') / middle(results, 'HTTP, 88 ms', 'joinRate'),
      atMost: 0.2,
    },
  ];
  for (const { name, ...goal } of goals) {
    context.goal({ ...goal, name: `${listeners}: ${name} beside icecast`, unit: 'times' });
  }
  for (const name of ['ICY, 88 ms', 'WebSocket, 88 ms']) {
    context.say(`  ${name}: ${beside(name).toFixed(2)} times the CPU of icecast, HTTP`);
  }
};

/** `--rounds=1`: a long run in pieces. */
const roundsOf = (context: BenchContext): number => {
  const given = process.argv.find((arg) => arg.startsWith('--rounds='));
  return given === undefined ? (context.quick ? 1 : 3) : Number(given.slice('--rounds='.length));
};

const measureAll = async (
  context: BenchContext,
  listeners: number,
  variants: Readonly<Record<string, Pick<BroadcastRun, 'server' | 'kind'>>>,
): Promise<Results> => {
  if (spawnSync('icecast2', ['-v']).error !== undefined) {
    throw new Error('icecast2 is not installed: apt-get install -y icecast2');
  }
  const programs = await bundlePrograms();
  const windowSeconds = context.quick ? 6 : 12;
  const rounds = roundsOf(context);
  context.say(
    `  ${listeners} listeners at 128 kbit/s in real time, windows of ${windowSeconds} s, ${rounds} rounds, interleaved`,
  );
  const runs = Object.fromEntries(
    Object.entries(variants).map(([name, variant]) => [
      name,
      async () => {
        const figures = await runBroadcast({ ...variant, listeners, windowSeconds }, programs);
        context.say(
          `  ran ${name}: ${figures.cpu.toFixed(4)} s, ${figures.joinRate.toFixed(0)} joins/s`,
        );
        return figures;
      },
    ]),
  );
  const results: Results = await interleave(runs, rounds);
  for (const name of Object.keys(variants)) {
    for (const [key, unit] of SHOWN) context.figures(name, valuesOf(results, name, key), unit);
  }
  return results;
};

/** Our server beside a real Icecast, with so many listeners. */
const createBroadcastBench =
  (counts: readonly number[]): Benchmark =>
  async (context) => {
    for (const listeners of context.quick ? counts.slice(0, 1) : counts) {
      judge(context, await measureAll(context, listeners, VARIANTS), listeners);
    }
  };

export const broadcastBench: Benchmark = createBroadcastBench([500, 1000, 2000]);
export const broadcast500Bench: Benchmark = createBroadcastBench([500]);
export const broadcast1000Bench: Benchmark = createBroadcastBench([1000]);
export const broadcast2000Bench: Benchmark = createBroadcastBench([2000]);

export const broadcastCostBench: Benchmark = async (context) => {
  await measureAll(context, 1000, COSTS);
};

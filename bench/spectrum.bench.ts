import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cpuSeconds } from './cpu-seconds.js';
import { type Benchmark, interleave, median } from './harness.js';
import { startChild } from './start-child.js';

const CLIENTS = 200;
const RATE = 30;
const WARM_UP_MS = 4000;

/** What a client hears, and by which wire. */
interface Variant {
  readonly wire: 'u8' | 'json';
  /** Of the service's command line. */
  readonly args: readonly string[];
}

const VARIANTS = {
  'u8, bars of the default mode': { wire: 'u8', args: ['--fps', String(RATE)] },
  'JSON, bars of the default mode': { wire: 'json', args: ['--fps', String(RATE)] },
  'u8, bars twice as often as wanted': { wire: 'u8', args: ['--fps', String(2 * RATE)] },
  'u8, bars of the exact mode': { wire: 'u8', args: ['--exact'] },
  'JSON, bars of the exact mode': { wire: 'json', args: ['--exact'] },
} as const satisfies Record<string, Variant>;

/** What a run took. */
interface SpectrumRun {
  /** User and system time of the service, in percent of one core. */
  readonly cpuPercent: number;
  readonly bytesPerFrame: number;
  readonly framesPerSecond: number;
}

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const runOnce = async ({ wire, args }: Variant, windowMs: number): Promise<SpectrumRun> => {
  const service = startChild(process.execPath, [
    '--conditions=@audioflow/source',
    `--import=${import.meta.resolve('tsx')}`,
    pathOf('../examples/spectrum-service/src/cli.ts'),
    ...['--port', '0', '--tune', '--device', 'pink', ...args],
  ]);
  const address = /http(\S+)/.exec(await service.line())?.[1] ?? '';
  const wanted = [`ws${address}ws`, wire, String(CLIENTS), String(RATE)];
  const crowd = startChild(process.execPath, [
    pathOf('./programs/spectrum-clients.mjs'),
    ...wanted,
  ]);
  try {
    await crowd.line();
    // What runs often is compiled then: a service runs for months, not for seconds.
    await sleep(WARM_UP_MS);
    crowd.ask('now');
    await crowd.line();
    const began = performance.now();
    const before = await cpuSeconds(service.pid);
    await sleep(windowMs);
    const used = (await cpuSeconds(service.pid)) - before;
    const seconds = (performance.now() - began) / 1000;
    crowd.ask('now');
    const { frames, bytes, least, closed } = JSON.parse(await crowd.line());
    if (closed > 0 || least / seconds < RATE - 1) {
      throw new Error(`${wire}: ${closed} closed, the slowest got ${least} frames in ${seconds} s`);
    }
    return {
      cpuPercent: (100 * used) / seconds,
      bytesPerFrame: bytes / frames,
      framesPerSecond: frames / CLIENTS / seconds,
    };
  } finally {
    await crowd.end();
    await service.end();
  }
};

/** The spectrum service before 200 clients of 30 frames a second, by its own wire and by that of older clients. */
export const spectrumBench: Benchmark = async ({ quick, figures, goal }) => {
  const windowMs = quick ? 3000 : 10_000;
  const runs = Object.entries(VARIANTS).map(
    ([name, variant]) => [name, () => runOnce(variant, windowMs)] as const,
  );
  const results = await interleave(Object.fromEntries(runs), quick ? 1 : 3);
  const middle = (name: keyof typeof VARIANTS, key: keyof SpectrumRun): number =>
    median((results[name] ?? []).map((run) => run[key]));
  for (const [name, runs] of Object.entries(results)) {
    figures(
      `${name}: CPU`,
      runs.map(({ cpuPercent }) => cpuPercent),
      '% of a core',
    );
    figures(
      `${name}: bytes`,
      runs.map(({ bytesPerFrame }) => bytesPerFrame),
      'a frame',
    );
    figures(
      `${name}: frames`,
      runs.map(({ framesPerSecond }) => framesPerSecond),
      'a second and client',
    );
  }
  goal({
    name: `CPU of the service with ${CLIENTS} clients at ${RATE} Hz`,
    value: middle('u8, bars of the default mode', 'cpuPercent'),
    atMost: 15,
    unit: '% of a core',
  });
  for (const mode of ['default', 'exact'] as const) {
    const ours = middle(`u8, bars of the ${mode} mode`, 'bytesPerFrame');
    const json = middle(`JSON, bars of the ${mode} mode`, 'bytesPerFrame');
    goal({ name: `bytes beside JSON, ${mode} mode`, value: ours / json, atMost: 0.25 });
  }
};

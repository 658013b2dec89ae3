import { runProgram } from './codec-programs.js';
import { type BenchContext, type Benchmark, slope } from './harness.js';

interface MemorySample {
  readonly hour: number;
  readonly heapAndExternal: number;
  readonly rss: number;
}

const isSample = (value: unknown): value is MemorySample =>
  value instanceof Object && 'hour' in value && 'heapAndExternal' in value && 'rss' in value;

const measureMemory = async (codec: 'mp3' | 'aac', context: BenchContext): Promise<void> => {
  const hours = context.quick ? 3 : 10;
  const run = await runProgram('memory', [codec, String(hours)], ['--expose-gc']);
  const parsed: unknown = JSON.parse(run.stdout);
  const samples = Array.isArray(parsed) ? parsed.filter(isSample) : [];
  // The first hour is warming up.
  const settled = samples.filter(({ hour }) => hour >= 1);
  const perHour = slope(settled.map(({ hour, heapAndExternal }) => [hour, heapAndExternal]));
  const rssPerHour = slope(settled.map(({ hour, rss }) => [hour, rss]));
  const show = (pick: (sample: MemorySample) => number): string =>
    samples
      .filter((_, i) => i % 6 === 0)
      .map((sample) => pick(sample).toFixed(1))
      .join(' ');
  context.say(
    `  decode, resample, encode for ${hours} simulated hours: ${run.cpuSeconds.toFixed(0)} s of cpu`,
  );
  context.say(
    `  heap and external after collection, each hour: ${show((s) => s.heapAndExternal)} MB`,
  );
  context.say(
    `  resident, each hour: ${show((s) => s.rss)} MB, slope ${rssPerHour.toFixed(2)} MB an hour`,
  );
  context.goal({
    name: `${codec} memory: growth of heap and external`,
    value: perHour,
    atMost: 0.5,
    unit: 'MB an hour',
  });
};

/** A looped list of packets through decode, resample and encode, for ten simulated hours. */
export const memoryBench: Benchmark = async (context) => {
  for (const codec of ['mp3', 'aac'] as const) {
    context.say(` ${codec}`);
    await measureMemory(codec, context);
  }
};

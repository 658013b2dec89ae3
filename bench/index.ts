import { runBenchmarks } from './harness.js';

/** `tsx --conditions=@audioflow/source bench/index.ts [core] [mp3] [aac] [--quick]`. */
process.exitCode = await runBenchmarks(
  {
    core: async () => (await import('./core.bench.js')).coreBench,
    mp3: async () => (await import('./codec.bench.js')).mp3Bench,
    aac: async () => (await import('./codec.bench.js')).aacBench,
  },
  process.argv.slice(2),
);

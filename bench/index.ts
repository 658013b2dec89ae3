import { runBenchmarks } from './harness.js';

/** `tsx --conditions=@audioflow/source bench/index.ts [core] [mp3] [aac] [engines] [--quick]`. */
process.exitCode = await runBenchmarks(
  {
    core: async () => (await import('./core.bench.js')).coreBench,
    mp3: async () => (await import('./codec.bench.js')).mp3Bench,
    aac: async () => (await import('./codec.bench.js')).aacBench,
    engines: async () => (await import('./engines.bench.js')).enginesBench,
  },
  process.argv.slice(2),
);

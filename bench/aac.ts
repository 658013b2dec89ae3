import { aacBench } from './codec.bench.js';
import { runBenchmarks } from './harness.js';

process.exitCode = await runBenchmarks({ aac: async () => aacBench }, process.argv.slice(2));

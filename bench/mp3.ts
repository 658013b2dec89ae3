import { mp3Bench } from './codec.bench.js';
import { runBenchmarks } from './harness.js';

process.exitCode = await runBenchmarks({ mp3: async () => mp3Bench }, process.argv.slice(2));

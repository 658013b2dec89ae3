import { type BenchmarkTable, runBenchmarks } from './harness.js';
import { benchHelp, readArguments } from './read-arguments.js';

const codecs = () => import('./codec.bench.js');
const broadcast = () => import('./broadcast.bench.js');

const BENCHMARKS: BenchmarkTable = {
  core: {
    about: 'what an operator costs',
    load: async () => (await import('./core.bench.js')).coreBench,
  },
  codecs: {
    about: 'each codec beside the ffmpeg command line and its own library',
    load: async () => (await codecs()).codecsBench,
  },
  mp3: { about: 'mp3', partOf: 'codecs', load: async () => (await codecs()).mp3Bench },
  aac: { about: 'aac', partOf: 'codecs', load: async () => (await codecs()).aacBench },
  opus: { about: 'opus', partOf: 'codecs', load: async () => (await codecs()).opusBench },
  flac: { about: 'flac', partOf: 'codecs', load: async () => (await codecs()).flacBench },
  vorbis: { about: 'vorbis', partOf: 'codecs', load: async () => (await codecs()).vorbisBench },
  memory: {
    about: 'memory of a decode, resample and encode over ten simulated hours',
    load: async () => (await import('./memory.bench.js')).memoryBench,
  },
  engines: {
    about: 'each codec on the engines native, fork and process',
    load: async () => (await import('./engines.bench.js')).enginesBench,
  },
  broadcast: {
    about: 'listeners beside Icecast: joins, then 500, 1000 and 2000 of them',
    load: async () => (await broadcast()).broadcastBench,
  },
  'broadcast-joins': {
    about: 'joins',
    partOf: 'broadcast',
    load: async () => (await broadcast()).broadcastJoinsBench,
  },
  'broadcast-500': {
    about: '500 listeners',
    partOf: 'broadcast',
    load: async () => (await broadcast()).broadcast500Bench,
  },
  'broadcast-1000': {
    about: '1000 listeners',
    partOf: 'broadcast',
    load: async () => (await broadcast()).broadcast1000Bench,
  },
  'broadcast-2000': {
    about: '2000 listeners',
    partOf: 'broadcast',
    load: async () => (await broadcast()).broadcast2000Bench,
  },
  'broadcast-cost': {
    about: 'what each setting of flushMs costs',
    load: async () => (await broadcast()).broadcastCostBench,
  },
  analysis: {
    about: 'transforms, log-mel and loudness beside numpy, pffft and Meyda',
    load: async () => (await import('./analysis.bench.js')).analysisBench,
  },
  spectrum: {
    about: 'the spectrum service before 200 clients',
    load: async () => (await import('./spectrum.bench.js')).spectrumBench,
  },
  visualizer: {
    about: 'frames and delays of the visualizer in Chromium',
    load: async () => (await import('./visualizer.bench.js')).visualizerBench,
  },
};

/** `tsx --conditions=@audioflow/source bench/index.ts [names] [options]`: `--help` tells which. */
const main = async (args: readonly string[]): Promise<number> => {
  try {
    const { help, ...settings } = readArguments(BENCHMARKS, args);
    if (!help) return await runBenchmarks(BENCHMARKS, settings);
    process.stdout.write(`${benchHelp(BENCHMARKS)}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
};

process.exitCode = await main(process.argv.slice(2));

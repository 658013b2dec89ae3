import { runBenchmarks } from './harness.js';

/** `tsx --conditions=@audioflow/source bench/index.ts [name...] [--quick]`: the names are below. */
process.exitCode = await runBenchmarks(
  {
    core: async () => (await import('./core.bench.js')).coreBench,
    mp3: async () => (await import('./codec.bench.js')).mp3Bench,
    aac: async () => (await import('./codec.bench.js')).aacBench,
    analysis: async () => (await import('./analysis.bench.js')).analysisBench,
    opus: async () => (await import('./codec.bench.js')).opusBench,
    flac: async () => (await import('./codec.bench.js')).flacBench,
    vorbis: async () => (await import('./codec.bench.js')).vorbisBench,
    codecs: async () => (await import('./codec.bench.js')).codecsBench,
    engines: async () => (await import('./engines.bench.js')).enginesBench,
    broadcast: async () => (await import('./broadcast.bench.js')).broadcastBench,
    'broadcast-500': async () => (await import('./broadcast.bench.js')).broadcast500Bench,
    'broadcast-1000': async () => (await import('./broadcast.bench.js')).broadcast1000Bench,
    'broadcast-2000': async () => (await import('./broadcast.bench.js')).broadcast2000Bench,
    'broadcast-joins': async () => (await import('./broadcast.bench.js')).broadcastJoinsBench,
    'broadcast-cost': async () => (await import('./broadcast.bench.js')).broadcastCostBench,
    spectrum: async () => (await import('./spectrum.bench.js')).spectrumBench,
    visualizer: async () => (await import('./visualizer.bench.js')).visualizerBench,
  },
  process.argv.slice(2),
);

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { CODEC_NAMES, type CodecName, PEER_CODECS } from './codec-table.js';
import {
  type BenchContext,
  type Benchmark,
  interleave,
  measureProcess,
  median,
  type ProcessRun,
  quantile,
  slope,
} from './harness.js';
import { makeInput } from './make-input.js';
import { measureFlatness } from './measure-flatness.js';
import { parseNumbers } from './parse-numbers.js';

const program = (name: string, args: readonly string[], nodeArgs: readonly string[] = []) =>
  measureProcess({
    file: process.execPath,
    args: [...nodeArgs, fileURLToPath(new URL(`./programs/${name}.mjs`, import.meta.url)), ...args],
  });

/** The module form of rxjs, which can be bundled in part; `import 'rxjs'` is CommonJS in Node. */
const RXJS = fileURLToPath(import.meta.resolve('rxjs')).replace('/cjs/', '/esm/');

/**
 * Our programs bundled, as services are deployed: loading hundreds of small modules costs a fifth of a second
 * that says nothing about codecs. node-av's native part stays where it is. Unbundled ones are told beside.
 */
const bundle = async (names: readonly string[]): Promise<string> => {
  const folder = fileURLToPath(new URL('../node_modules/.cache/audioflow-bench', import.meta.url));
  await build({
    entryPoints: names.map((name) =>
      fileURLToPath(new URL(`./programs/${name}.mjs`, import.meta.url)),
    ),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@audioflow/source'],
    alias: { rxjs: RXJS },
    logLevel: 'error',
  });
  return folder;
};

const bundled = (folder: string, name: string, args: readonly string[]) =>
  measureProcess({ file: process.execPath, args: [join(folder, `${name}.mjs`), ...args] });

const ffmpeg = (args: string) =>
  measureProcess({ file: 'ffmpeg', args: `-nostdin -v error -y ${args}`.split(' ') });

/** JavaScript and WebAssembly libraries that do the same job: their programs, where there is one. */
const PEERS: Readonly<Partial<Record<CodecName, Readonly<Record<string, 'encode' | 'decode'>>>>> = {
  mp3: { mediabunny: 'encode', 'mpg123-decoder': 'decode' },
  opus: { 'ogg-opus-decoder': 'decode' },
};

const peersOf = (
  codec: CodecName,
  job: 'encode' | 'decode',
  args: readonly string[],
): Record<string, () => Promise<ProcessRun>> => {
  const named = Object.entries(PEERS[codec] ?? {}).filter(([, does]) => does === job);
  return Object.fromEntries(named.map(([name]) => [name, () => program('peer', [name, ...args])]));
};

const cpu = (runs: readonly ProcessRun[]): number[] => runs.map((run) => run.cpuSeconds);
const wall = (runs: readonly ProcessRun[]): number[] => runs.map((run) => run.wallSeconds);

/** Whole programs on the same file: ours, and the ffmpeg command line. */
const compareWithFfmpeg = async (codec: CodecName, context: BenchContext): Promise<void> => {
  const seconds = context.quick ? 300 : 600;
  const rounds = context.quick ? 3 : 5;
  const folder = await mkdtemp(join(tmpdir(), 'audioflow-bench-'));
  try {
    const { encode, extension } = PEER_CODECS[codec];
    const input = join(folder, 'in.wav');
    const ours = join(folder, `ours.${extension}`);
    const theirs = join(folder, `theirs.${extension}`);
    await makeInput(input, seconds);
    const built = await bundle(['encode', 'decode']);
    context.say(`  ${seconds} s of 16-bit stereo at 48 kHz, ${rounds} rounds, interleaved`);
    const encoding = await interleave(
      {
        audioflow: () => bundled(built, 'encode', [codec, input, ours]),
        unbundled: () => program('encode', [codec, input, ours]),
        ffmpeg: () => ffmpeg(`-threads 1 -i ${input} ${encode} -threads 1 ${theirs}`),
        ...peersOf(codec, 'encode', [input, join(folder, `peer.${extension}`)]),
      },
      rounds,
    );
    // Decoding is fast: ten minutes in any case, or the start of the programs would be all there is.
    const long = join(folder, `long.${extension}`);
    await ffmpeg(`-stream_loop ${600 / seconds - 1} -i ${theirs} -c copy ${long}`);
    const decoding = await interleave(
      {
        audioflow: () => bundled(built, 'decode', [codec, long]),
        unbundled: () => program('decode', [codec, long]),
        ffmpeg: () => ffmpeg(`-threads 1 -i ${long} -f null -`),
        ...peersOf(codec, 'decode', [long]),
      },
      rounds,
    );
    const sizes = [(await stat(ours)).size, (await stat(theirs)).size];
    context.say(`  encoded bytes: ours ${sizes[0]}, ffmpeg ${sizes[1]}`);
    const limits = [
      ['encode', encoding, 1.1],
      ['decode', decoding, 1.6],
    ] as const;
    for (const [what, runs, atMost] of limits) {
      context.figures(`${what}, ours, cpu`, cpu(runs.audioflow), 's');
      context.figures(`${what}, ours unbundled, cpu`, cpu(runs.unbundled), 's');
      context.figures(`${what}, ffmpeg, cpu`, cpu(runs.ffmpeg), 's');
      const all: Readonly<Record<string, readonly ProcessRun[]>> = runs;
      for (const name of Object.keys(peersOf(codec, what, []))) {
        context.figures(`${what}, ${name}, cpu`, cpu(all[name] ?? []), 's');
      }
      for (const [name, taken] of Object.entries(all)) {
        context.figures(
          `${what}, ${name}, peak resident`,
          taken.map(({ peakMb }) => peakMb),
          'MB',
        );
      }
      context.figures(`${what}, ours, wall`, wall(runs.audioflow), 's');
      context.figures(`${what}, ffmpeg, wall`, wall(runs.ffmpeg), 's');
      const value = median(cpu(runs.audioflow)) / median(cpu(runs.ffmpeg));
      context.goal({ name: `${codec} ${what}: cpu of ffmpeg`, value, atMost, unit: 'times' });
    }
  } finally {
    await rm(folder, { recursive: true });
  }
};

const measureLatency = async (codec: CodecName, context: BenchContext): Promise<void> => {
  const chunks = context.quick ? 600 : 3000;
  for (const pace of ['5', '21']) {
    const { stdout } = await program('latency', [codec, String(chunks), pace]);
    const values = parseNumbers(stdout);
    const p50 = median(values).toFixed(2);
    const p99 = quantile(values, 0.99).toFixed(2);
    const worst = Math.max(...values).toFixed(2);
    context.say(
      `  push to packet, a chunk of 1024 each ${pace} ms: p50 ${p50} ms, p99 ${p99} ms, worst ${worst} ms (${values.length} packets)`,
    );
  }
};

interface MemorySample {
  readonly hour: number;
  readonly heapAndExternal: number;
  readonly rss: number;
}

const isSample = (value: unknown): value is MemorySample =>
  value instanceof Object && 'hour' in value && 'heapAndExternal' in value && 'rss' in value;

const measureMemory = async (codec: CodecName, context: BenchContext): Promise<void> => {
  const hours = context.quick ? 3 : 10;
  const run = await program('memory', [codec, String(hours)], ['--expose-gc']);
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

const codecBench =
  (codec: CodecName): Benchmark =>
  async (context) => {
    await compareWithFfmpeg(codec, context);
    await measureLatency(codec, context);
    await measureMemory(codec, context);
  };

/** Encoding and decoding of mp3 against the ffmpeg program; latency; memory over hours. */
export const mp3Bench: Benchmark = codecBench('mp3');

/** The same of aac. */
export const aacBench: Benchmark = codecBench('aac');

const sideBySide =
  (codec: CodecName): Benchmark =>
  async (context) => {
    context.say(` ${codec}`);
    await compareWithFfmpeg(codec, context);
    await measureLatency(codec, context);
    await measureFlatness(codec, context);
  };

export const opusBench: Benchmark = sideBySide('opus');
export const flacBench: Benchmark = sideBySide('flac');
export const vorbisBench: Benchmark = sideBySide('vorbis');

/** All codecs against the ffmpeg program and, where there is one, a library of JavaScript; latency; memory. */
export const codecsBench: Benchmark = async (context) => {
  for (const codec of CODEC_NAMES) await sideBySide(codec)(context);
};

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureCodecPart } from './codec-part.js';
import {
  bundlePrograms,
  printedNumbers,
  runBundled,
  runFfmpeg,
  runProgram,
} from './codec-programs.js';
import { CODEC_NAMES, type CodecName, PEER_CODECS } from './codec-table.js';
import {
  type BenchContext,
  type Benchmark,
  interleave,
  median,
  type ProcessRun,
  quantile,
} from './harness.js';
import { makeInput } from './make-input.js';
import { measureFlatness } from './measure-flatness.js';

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
  return Object.fromEntries(
    named.map(([name]) => [name, () => runProgram('peer', [name, ...args])]),
  );
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
    const built = await bundlePrograms(['encode', 'decode', 'codec-part']);
    context.say(`  ${seconds} s of 16-bit stereo at 48 kHz, ${rounds} rounds, interleaved`);
    const encoding = await interleave(
      {
        audioflow: () => runBundled(built, 'encode', [codec, input, ours]),
        unbundled: () => runProgram('encode', [codec, input, ours]),
        ffmpeg: () => runFfmpeg(`-threads 1 -i ${input} ${encode} -threads 1 ${theirs}`),
        ...peersOf(codec, 'encode', [input, join(folder, `peer.${extension}`)]),
      },
      rounds,
    );
    // Decoding is fast: ten minutes in any case, or the start of the programs would be all there is.
    const long = join(folder, `long.${extension}`);
    await runFfmpeg(`-stream_loop ${600 / seconds - 1} -i ${theirs} -c copy ${long}`);
    const decoding = await interleave(
      {
        audioflow: () => runBundled(built, 'decode', [codec, long]),
        unbundled: () => runProgram('decode', [codec, long]),
        ffmpeg: () => runFfmpeg(`-threads 1 -i ${long} -f null -`),
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
    await measureCodecPart(codec, context, { built, file: long });
  } finally {
    await rm(folder, { recursive: true });
  }
};

const measureLatency = async (codec: CodecName, context: BenchContext): Promise<void> => {
  const chunks = context.quick ? 600 : 3000;
  for (const pace of ['5', '21']) {
    const run = await runProgram('latency', [codec, String(chunks), pace]);
    const values = printedNumbers(run);
    const p50 = median(values).toFixed(2);
    const p99 = quantile(values, 0.99).toFixed(2);
    const worst = Math.max(...values).toFixed(2);
    context.say(
      `  push to packet, a chunk of 1024 each ${pace} ms: p50 ${p50} ms, p99 ${p99} ms, worst ${worst} ms (${values.length} packets)`,
    );
  }
};

const sideBySide =
  (codec: CodecName): Benchmark =>
  async (context) => {
    context.say(` ${codec}`);
    await compareWithFfmpeg(codec, context);
    await measureLatency(codec, context);
    await measureFlatness(codec, context);
  };

export const mp3Bench: Benchmark = sideBySide('mp3');
export const aacBench: Benchmark = sideBySide('aac');
export const opusBench: Benchmark = sideBySide('opus');
export const flacBench: Benchmark = sideBySide('flac');
export const vorbisBench: Benchmark = sideBySide('vorbis');

/** All codecs against the ffmpeg program and, where there is one, a library of JavaScript; latency; memory. */
export const codecsBench: Benchmark = async (context) => {
  for (const codec of CODEC_NAMES) await sideBySide(codec)(context);
};

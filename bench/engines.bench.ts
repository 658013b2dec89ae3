import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CODEC_NAMES, type CodecName, PEER_CODECS } from './codec-table.js';
import {
  type BenchContext,
  type Benchmark,
  interleave,
  measureProcess,
  median,
  type ProcessRun,
  quantile,
} from './harness.js';
import { makeInput } from './make-input.js';

const ENGINES = ['native', 'fork', 'process'] as const;
const PROGRAM = fileURLToPath(new URL('./programs/engine.mjs', import.meta.url));

const program = (args: readonly string[]): Promise<ProcessRun> =>
  measureProcess({ file: process.execPath, args: [PROGRAM, ...args] });

const ffmpeg = (args: string): Promise<ProcessRun> =>
  measureProcess({ file: 'ffmpeg', args: `-nostdin -v error -y ${args}`.split(' ') });

const numbers = ({ stdout }: ProcessRun): number[] => {
  const parsed: unknown = JSON.parse(stdout);
  return Array.isArray(parsed) ? parsed.map(Number) : [];
};

const report = (
  context: BenchContext,
  what: string,
  runs: Readonly<Record<string, readonly ProcessRun[]>>,
): void => {
  const cpu = (name: string): number[] => (runs[name] ?? []).map((run) => run.cpuSeconds);
  const peer = median(cpu('ffmpeg'));
  for (const name of Object.keys(runs)) {
    context.figures(`${what}, ${name}, cpu`, cpu(name), 's');
    if (name === 'ffmpeg') continue;
    const wall = (runs[name] ?? []).map((run) => numbers(run)[0] ?? Number.NaN);
    context.figures(`${what}, ${name}, wall without start`, wall, 's');
    context.say(
      `  ${what}, ${name}: ${(median(cpu(name)) / peer).toFixed(2)} times the cpu of ffmpeg`,
    );
  }
};

/** Whole programs on the same file, on each engine, and the ffmpeg command line. */
const compareCpu = async (codec: CodecName, context: BenchContext): Promise<void> => {
  const seconds = context.quick ? 60 : 120;
  const rounds = context.quick ? 3 : 5;
  const folder = await mkdtemp(join(tmpdir(), 'audioflow-bench-'));
  try {
    const input = join(folder, 'in.wav');
    const { encode, extension } = PEER_CODECS[codec];
    const encoded = join(folder, `in.${extension}`);
    const long = join(folder, `long.${extension}`);
    const out = join(folder, `out.${extension}`);
    await makeInput(input, seconds);
    context.say(`  ${seconds} s of 16-bit stereo at 48 kHz, ${rounds} rounds, interleaved`);
    const cli = `-threads 1 -i ${input} ${encode} -threads 1`;
    await ffmpeg(`${cli} ${encoded}`);
    // Decoding is fast: ten minutes in any case, or the start of the programs would be all there is.
    await ffmpeg(`-stream_loop ${600 / seconds - 1} -i ${encoded} -c copy ${long}`);
    const jobs = (job: 'encode' | 'decode', peer: () => Promise<ProcessRun>) => ({
      ...Object.fromEntries(
        ENGINES.map((engine) => [
          engine,
          () => program([job, engine, codec, ...(job === 'encode' ? [input, out] : [long])]),
        ]),
      ),
      ffmpeg: peer,
    });
    const encoding = await interleave(
      jobs('encode', () => ffmpeg(`${cli} ${out}`)),
      rounds,
    );
    report(context, `${codec} encode`, encoding);
    const decoding = await interleave(
      jobs('decode', () => ffmpeg(`-threads 1 -i ${long} -f null -`)),
      rounds,
    );
    report(context, `${codec} decode`, decoding);
  } finally {
    await rm(folder, { recursive: true });
  }
};

const measureLatency = async (codec: CodecName, context: BenchContext): Promise<void> => {
  for (const pace of ['5', '21']) {
    const chunks = pace === '5' ? 1000 : 400;
    for (const engine of ENGINES) {
      const values = numbers(await program(['latency', engine, codec, `${chunks}`, pace]));
      const [p50, p99] = [median(values), quantile(values, 0.99)].map((ms) => ms.toFixed(2));
      const worst = Math.max(...values).toFixed(2);
      context.say(
        `  ${codec} on ${engine}, a chunk of 1024 each ${pace} ms: push to packet p50 ${p50} ms, ` +
          `p99 ${p99} ms, worst ${worst} ms (${values.length} packets)`,
      );
    }
  }
};

const measureStart = async (codec: CodecName, context: BenchContext): Promise<void> => {
  const rounds = context.quick ? 3 : 7;
  const starts = await interleave(
    Object.fromEntries(ENGINES.map((engine) => [engine, () => program(['start', engine, codec])])),
    rounds,
  );
  for (const engine of ENGINES) {
    const values = (starts[engine] ?? []).map(numbers);
    const pick = (at: number): number[] => values.map((pair) => pair[at] ?? Number.NaN);
    context.figures(`${codec} on ${engine}, first session open`, pick(0), 'ms');
    context.figures(`${codec} on ${engine}, first packet`, pick(1), 'ms');
  }
};

/** The engines beside each other and the ffmpeg program: CPU, latency, start. There are no goals. */
export const enginesBench: Benchmark = async (context) => {
  for (const codec of CODEC_NAMES) {
    await compareCpu(codec, context);
    await measureLatency(codec, context);
    await measureStart(codec, context);
  }
};

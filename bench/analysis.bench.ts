import {
  type FeatureFrame,
  logMel,
  logMelOf,
  measureLoudness,
  melSpectrogram,
  melSpectrogramOf,
} from '@audioflow/analysis';
import { type AudioFrame, fromFrames, run } from '@audioflow/core';
import { createRealFft } from '@audioflow/core/dsp';
import { noiseFrame, splitFrame } from '@audioflow/core/testing';
import FFT from 'fft.js';
import type { OperatorFunction } from 'rxjs';
import { type BenchContext, type Benchmark, interleave, median } from './harness.js';
import { loadMeyda } from './meyda-peer.js';
import { type NumpyPeer, startNumpy } from './numpy-peer.js';
import { loadPffft } from './pffft-peer.js';

/** Milliseconds of CPU since `before`: what neighbours take does not count. */
const since = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** Milliseconds of CPU that `work` takes. */
const time = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  return since(before);
};

const times = (count: number, work: () => void) => async (): Promise<number> => {
  const ms = time(() => {
    for (let i = 0; i < count; i++) work();
  });
  return (ms * 1000) / count;
};

/** Calls each variant for a while, so that the compiler has done with it, also on a busy machine. */
const warmUp = async (variants: Readonly<Record<string, () => Promise<number>>>): Promise<void> => {
  for (const variant of Object.values(variants)) {
    for (const end = performance.now() + 1500; performance.now() < end; ) await variant();
  }
};

const SIZES = [400, 512, 1024, 2048, 4096];

const samplesOf = (size: number): number[] =>
  Array.from({ length: size }, () => Math.random() - 0.5);

const double = (size: number): (() => void) => {
  const fft = createRealFft(size);
  const samples = Float64Array.from(samplesOf(size));
  const re = new Float64Array(fft.bins);
  const im = new Float64Array(fft.bins);
  return () => fft.forward(samples, re, im);
};

const single = (size: number): (() => void) => {
  const fft = createRealFft(size, { precision: 'single' });
  const samples = Float32Array.from(samplesOf(size));
  const re = new Float32Array(fft.bins);
  const im = new Float32Array(fft.bins);
  return () => fft.forward(samples, re, im);
};

const fftJs = (size: number): (() => void) => {
  const fft = new FFT(size);
  const samples = samplesOf(size);
  const out = fft.createComplexArray();
  return () => fft.realTransform(out, samples);
};

const SINGLE = 'ours, single';
const DOUBLE = 'ours, double';
const NUMPY = 'numpy';
const PFFFT = 'pffft-wasm, SIMD, float32';

type Results = Readonly<Record<string, readonly number[]>>;

/** Prints the figures, and how many times ours are those of the peers; `ours` is that of the first name. */
const report = ({ say, figures }: BenchContext, results: Results, unit: string): void => {
  const [, own = []] = Object.entries(results)[0] ?? [];
  for (const [index, [name, values]] of Object.entries(results).entries()) {
    figures(name, values, unit);
    if (index > 0) say(`    ours / ${name}: ${(median(own) / median(values)).toFixed(2)}`);
  }
};

/** How many times the median of one is that of the other. */
const ratio = (results: Results, name: string, peer: string): number =>
  median(results[name] ?? []) / median(results[peer] ?? []);

const transforms = async (context: BenchContext, numpy: NumpyPeer | undefined): Promise<void> => {
  const pffft = await loadPffft();
  for (const size of SIZES) {
    context.say(`  real FFT of ${size}`);
    const count = Math.floor((context.quick ? 1e6 : 4e6) / size);
    const isPowerOfTwo = Number.isInteger(Math.log2(size));
    const peer = async (job: string): Promise<number> =>
      ((await numpy?.run(`${job} ${size} ${count}`)) ?? Number.NaN) * (1000 / count);
    const variants: Record<string, () => Promise<number>> = {
      [SINGLE]: times(count, single(size)),
      [DOUBLE]: times(count, double(size)),
      ...(isPowerOfTwo ? { 'fft.js': times(count, fftJs(size)) } : {}),
      ...(size % 32 === 0 ? { [PFFFT]: times(count, pffft(size)) } : {}),
      ...(numpy ? { 'scipy, float32, one call for all': () => peer('fft32') } : {}),
      ...(numpy ? { 'numpy, one call for all': () => peer('fft') } : {}),
      ...(numpy ? { 'numpy, one call each': () => peer('fft1') } : {}),
    };
    await warmUp(variants);
    const results = await interleave(variants, context.quick ? 5 : 11);
    report(context, results, 'us');
    if (size % 32 !== 0) continue;
    const name = `FFT of ${size}, single, beside pffft-wasm with its data in place`;
    context.goal({ name, value: ratio(results, SINGLE, PFFFT), atMost: 1.3, unit: 'times' });
  }
};

interface Pipeline {
  readonly name: string;
  readonly job: string;
  readonly sampleRate: number;
  readonly melCount: number;
  readonly atMost?: number;
  /** Meyda takes powers of two only. */
  readonly meyda: { readonly size: number; readonly hop: number };
  readonly offline: (samples: Float32Array, precision: 'double' | 'single') => unknown;
  readonly stream: (precision: 'double' | 'single') => OperatorFunction<AudioFrame, FeatureFrame>;
}

const whisper = (melCount: number, atMost: number): Pipeline => ({
  name: `log-mel at 16 kHz, 400 points each 160, ${melCount} bands`,
  job: 'logmel',
  sampleRate: 16_000,
  melCount,
  atMost,
  meyda: { size: 512, hop: 160 },
  offline: (samples, precision) =>
    logMelOf(samples, { sampleRate: 16_000, melCount, padTo: null, precision }),
  stream: (precision) => logMel({ melCount, precision }),
});

const LOG10 = { scale: 1, floor: 1e-10 };

const PIPELINES: readonly Pipeline[] = [
  whisper(80, 1 / 2.5),
  whisper(128, 1 / 1.8),
  {
    name: 'log-mel at 44.1 kHz, 2048 points each 512, 128 bands',
    job: 'logmel44',
    sampleRate: 44_100,
    melCount: 128,
    meyda: { size: 2048, hop: 512 },
    offline: (samples, precision) =>
      melSpectrogramOf(samples, { sampleRate: 44_100, precision, logarithm: LOG10 }),
    stream: (precision) => melSpectrogram({ precision, logarithm: LOG10 }),
  },
];

const pipelines = async (context: BenchContext, numpy: NumpyPeer | undefined): Promise<void> => {
  const seconds = context.quick ? 60 : 600;
  const loaded = await loadMeyda();
  for (const { name, job, sampleRate, melCount, atMost, meyda, offline, stream } of PIPELINES) {
    const whole = noiseFrame(sampleRate * seconds, { sampleRate });
    const [samples = new Float32Array()] = whole.channels;
    const frames = splitFrame(whole, [1024]);
    const extract = loaded(meyda.size, sampleRate);
    /** A part of its frames, and scaled. */
    const part = context.quick ? 100 : 300;
    const runMeyda = async (): Promise<number> => {
      const ms = time(() => {
        for (let k = 0; k < part; k++) {
          extract(samples.subarray(meyda.hop * k, meyda.hop * k + meyda.size));
        }
      });
      return (ms * ((sampleRate * seconds) / meyda.hop)) / part;
    };
    const asStream = (precision: 'double' | 'single') => async (): Promise<number> => {
      const before = process.cpuUsage();
      await run(fromFrames(frames).pipe(stream(precision)), { write: () => {} });
      return since(before);
    };
    context.say(`  ${name}, ${seconds} s`);
    const variants: Record<string, () => Promise<number>> = {
      [SINGLE]: async () => time(() => offline(samples, 'single')),
      [DOUBLE]: async () => time(() => offline(samples, 'double')),
      'ours, single, a stream in frames of 1024': asStream('single'),
      'ours, double, a stream in frames of 1024': asStream('double'),
      ...(numpy ? { [NUMPY]: () => numpy.run(`${job} ${melCount} ${seconds}`) } : {}),
      [`Meyda, 26 bands of ${meyda.size} points`]: runMeyda,
    };
    await warmUp(variants);
    const results = await interleave(variants, context.quick ? 3 : 7);
    report(context, results, 'ms');
    if (!numpy || atMost === undefined) continue;
    const value = ratio(results, SINGLE, NUMPY);
    context.goal({ name: `${name}, single, beside numpy`, value, atMost, unit: 'times' });
  }
};

const loudnesses = async (context: BenchContext): Promise<void> => {
  const seconds = context.quick ? 30 : 120;
  const { channels } = noiseFrame(48_000 * seconds, { channelCount: 2 });
  context.say(`  loudness of ${seconds} s of stereo noise at 48 kHz`);
  const init = { sampleRate: 48_000 };
  const variants = {
    ours: async () => time(() => measureLoudness(channels, init)),
    'without the true peak': async () =>
      time(() => measureLoudness(channels, { ...init, truePeak: false })),
  };
  await interleave(variants, 1);
  report(context, await interleave(variants, 5), 'ms');
};

/** Transforms and the log-mel pipeline beside numpy, Meyda, fft.js and pffft, each on one thread, interleaved. */
export const analysisBench: Benchmark = async (context) => {
  const numpy = await startNumpy();
  context.say(numpy ? `  numpy ${numpy.version}` : '  no Python with numpy here: left out');
  await transforms(context, numpy);
  await pipelines(context, numpy);
  await loudnesses(context);
  numpy?.close();
};

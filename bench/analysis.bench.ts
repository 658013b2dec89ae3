import { logMel, logMelOf, measureLoudness } from '@audioflow/analysis';
import { fromFrames, run } from '@audioflow/core';
import { createRealFft } from '@audioflow/core/dsp';
import { noiseFrame, splitFrame } from '@audioflow/core/testing';
import FFT from 'fft.js';
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

const ours = (size: number): (() => void) => {
  const fft = createRealFft(size);
  const samples = Float64Array.from({ length: size }, () => Math.random() - 0.5);
  const re = new Float64Array(fft.bins);
  const im = new Float64Array(fft.bins);
  return () => fft.forward(samples, re, im);
};

const fftJs = (size: number): (() => void) => {
  const fft = new FFT(size);
  const samples = Array.from({ length: size }, () => Math.random() - 0.5);
  const out = fft.createComplexArray();
  return () => fft.realTransform(out, samples);
};

const report = (
  { say, figures }: BenchContext,
  results: Readonly<Record<string, readonly number[]>>,
  unit: string,
): void => {
  const own = median(results['ours'] ?? []);
  for (const [name, values] of Object.entries(results)) {
    figures(name, values, unit);
    if (name !== 'ours') say(`    ours / ${name}: ${(own / median(values)).toFixed(2)}`);
  }
};

const transforms = async (context: BenchContext, numpy: NumpyPeer | undefined): Promise<void> => {
  const pffft = await loadPffft();
  for (const size of SIZES) {
    context.say(`  real FFT of ${size}`);
    const count = Math.floor((context.quick ? 1e6 : 4e6) / size);
    const isPowerOfTwo = Number.isInteger(Math.log2(size));
    const peer = async (job: string): Promise<number> =>
      ((await numpy?.run(`${job} ${size} ${count}`)) ?? Number.NaN) * (1000 / count);
    const variants: Record<string, () => Promise<number>> = {
      ours: times(count, ours(size)),
      ...(isPowerOfTwo ? { 'fft.js': times(count, fftJs(size)) } : {}),
      ...(size % 32 === 0 ? { 'pffft-wasm, SIMD, float32': times(count, pffft(size)) } : {}),
      ...(numpy ? { 'numpy, one call for all': () => peer('fft') } : {}),
      ...(numpy ? { 'numpy, one call each': () => peer('fft1') } : {}),
    };
    await warmUp(variants);
    report(context, await interleave(variants, context.quick ? 5 : 11), 'us');
  }
};

const pipelines = async (context: BenchContext, numpy: NumpyPeer | undefined): Promise<void> => {
  const seconds = context.quick ? 60 : 600;
  const whole = noiseFrame(16_000 * seconds, { sampleRate: 16_000 });
  const [samples = new Float32Array()] = whole.channels;
  const frames = splitFrame(whole, [1024]);
  const extract = await loadMeyda();
  /** Frames of 512 every 160, since it takes powers of two only; a part of them, and scaled. */
  const meydaPart = context.quick ? 300 : 1000;
  const meyda = async (): Promise<number> => {
    const ms = time(() => {
      for (let k = 0; k < meydaPart; k++) {
        extract(samples.subarray(160 * k, 160 * k + 512));
      }
    });
    return (ms * 100 * seconds) / meydaPart;
  };
  for (const melCount of [80, 128]) {
    context.say(`  log-mel of ${seconds} s at 16 kHz, ${melCount} bands`);
    const options = { sampleRate: 16_000, melCount, padTo: null };
    const variants: Record<string, () => Promise<number>> = {
      ours: async () => time(() => logMelOf(samples, options)),
      'ours, as a stream in frames of 1024': async () => {
        const before = process.cpuUsage();
        await run(fromFrames(frames).pipe(logMel({ melCount })), { write: () => {} });
        return since(before);
      },
      ...(numpy ? { numpy: () => numpy.run(`logmel ${melCount} ${seconds}`) } : {}),
      ...(melCount === 80 ? { 'Meyda, 26 bands of 512 points': meyda } : {}),
    };
    await warmUp(variants);
    report(context, await interleave(variants, context.quick ? 3 : 7), 'ms');
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

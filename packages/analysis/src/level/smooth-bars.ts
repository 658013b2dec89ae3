import { createRealFft, createWindow } from '@audioflow/core/dsp';
import { logEdges } from '../maths/log-edges.js';
import type { FrameKernel } from '../stage/feature.types.js';
import { barsLevel } from './bars-level.js';

const { max, min, sqrt, floor, round, log2, log10, exp } = Math;

/** The options of `spectrumBars`, checked, for one rate. */
export interface SmoothBarsInit {
  readonly barCount: number;
  readonly minFrequency: number;
  readonly maxFrequency: number;
  readonly frameRate: number;
  readonly rangeDb: number;
  readonly attack: number;
  readonly release: number;
  readonly sampleRate: number;
}

/** A spectrum of the newest samples of a frame: powers that add up to the mean square, whatever the size. */
const createResolution = (size: number) => {
  const window = createWindow('hann', size);
  const fft = createRealFft(size);
  const frame = new Float64Array(size);
  const re = new Float64Array(fft.bins);
  const im = new Float64Array(fft.bins);
  const powers = new Float64Array(fft.bins);
  const scale = 2 / (size * window.reduce((sum, w) => sum + w * w, 0));
  return {
    size,
    powers,
    /** Looks at the samples before `end`. */
    update: (samples: Float64Array, end: number): void => {
      const from = end - size;
      for (let i = 0; i < size; i++) frame[i] = (samples[from + i] ?? 0) * (window[i] ?? 0);
      fft.forward(frame, re, im);
      for (let k = 0; k < powers.length; k++) {
        const r = re[k] ?? 0;
        const i = im[k] ?? 0;
        powers[k] = scale * (r * r + i * i);
      }
    },
  };
};

/** Seconds of the windows, long for low frequencies; the nearest powers of two. */
const WINDOWS = [0.186, 0.093, 0.046, 0.023];
/** A bar takes the shortest window of which it is so many bins wide. */
const BINS = 1.5;
const BASS_HZ = 200;
/** -80 dBFS: what is softer is not blown up. */
const SOFTEST = 1e-4;

/** The part of each bin that lies between two frequencies. */
const overlaps = (low: number, high: number, hzPerBin: number) => {
  const from = max(0, floor(low / hzPerBin + 0.5));
  const to = floor(high / hzPerBin + 0.5);
  const weights = Float64Array.from({ length: to - from + 1 }, (_, i) => {
    const left = max(low / hzPerBin, from + i - 0.5);
    const right = min(high / hzPerBin, from + i + 0.5);
    return max(0, right - left);
  });
  return { from, weights };
};

/**
 * The kernel of the default mode. Its rows are the bars, level, bass and reference. Bars are the power between logarithmic edges, parts of
 * bins counted as parts, each from a window that suits it; in dB below a reference that follows the loudest bar.
 */
export const createSmoothBars = (init: SmoothBarsInit): FrameKernel => {
  const { barCount, minFrequency, maxFrequency, frameRate, rangeDb, sampleRate } = init;
  const sizes = WINDOWS.map((seconds) => 2 ** max(5, round(log2(seconds * sampleRate))));
  const resolutions = [...new Set(sizes)].map(createResolution);
  const longest = resolutions[0]?.size ?? 32;
  const hopLength = max(1, round(sampleRate / frameRate));
  const edges = logEdges(minFrequency, maxFrequency, barCount);
  const bars = edges.slice(0, -1).map((low, index) => {
    const high = edges[index + 1] ?? low;
    const fits = resolutions.filter(({ size }) => high - low >= (BINS * sampleRate) / size);
    const resolution = fits.at(-1) ?? resolutions[0];
    const { size = longest, powers = new Float64Array(0) } = resolution ?? {};
    return { powers, ...overlaps(low, high, sampleRate / size) };
  });
  const bassCount = max(1, edges.filter((hz) => hz > minFrequency && hz <= BASS_HZ).length);
  const rise = 1 - exp(-hopLength / sampleRate / init.attack);
  const fall = 1 - exp(-hopLength / sampleRate / init.release);
  const recent = resolutions.at(-1)?.size ?? longest;
  let reference = SOFTEST;
  return {
    framing: {
      frameLength: max(longest, hopLength),
      hopLength,
      center: false,
      padMode: 'constant',
      lead: max(longest, hopLength) - hopLength,
    },
    size: barCount + 3,
    process: (samples, offset, row): void => {
      const end = offset + max(longest, hopLength);
      for (const resolution of resolutions) resolution.update(samples, end);
      let loudest = 0;
      for (const [bar, { powers, from, weights }] of bars.entries()) {
        let power = 0;
        for (let i = 0; i < weights.length; i++)
          power += (weights[i] ?? 0) * (powers[from + i] ?? 0);
        const amplitude = sqrt(power);
        row[bar] = amplitude;
        if (amplitude > loudest) loudest = amplitude;
      }
      reference += (loudest - reference) * (loudest > reference ? rise : fall);
      reference = max(SOFTEST, reference);
      let bass = 0;
      for (let bar = 0; bar < barCount; bar++) {
        const db = 20 * log10((row[bar] ?? 0) / reference);
        const value = min(1, max(0, 1 + db / rangeDb));
        row[bar] = value;
        if (bar < bassCount) bass += value / bassCount;
      }
      let energy = 0;
      for (let i = end - recent; i < end; i++) energy += (samples[i] ?? 0) ** 2;
      row[barCount] = energy === 0 ? 0 : barsLevel(energy / recent);
      row[barCount + 1] = bass;
      row[barCount + 2] = reference;
    },
  };
};

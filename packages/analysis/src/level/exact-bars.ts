import { createRealFft, createWindow } from '@audioflow/core/dsp';
import { logEdges } from '../maths/log-edges.js';
import type { FrameKernel } from '../stage/feature.types.js';
import { barsLevel } from './bars-level.js';

const { max, min, hypot } = Math;

/** Samples of each block; blocks do not overlap. */
const CHUNK = 1024;

/** Logarithmic edges as whole bins, cut down: several of the lowest are the same. */
export const exactEdges = (barCount: number, sampleRate: number): number[] => {
  const highest = min(16_000, sampleRate / 2);
  return logEdges(20, highest, barCount).map((hz) =>
    min(CHUNK / 2, Math.trunc((hz * CHUNK) / sampleRate)),
  );
};

/**
 * The kernel of the exact mode. Its rows are the bars, level, bass and reference. Symmetric Hann window, means of magnitudes, a reference
 * that moves by 0.05 of the way up and 0.005 down in each block.
 */
export const createExactBars = (barCount: number, sampleRate: number): FrameKernel => {
  const window = Float32Array.from(createWindow('hann', CHUNK, { symmetric: true }));
  const fft = createRealFft(CHUNK);
  const edges = exactEdges(barCount, sampleRate);
  const frame = new Float64Array(CHUNK);
  const re = new Float64Array(fft.bins);
  const im = new Float64Array(fft.bins);
  let reference = 0.01;
  return {
    framing: { frameLength: CHUNK, hopLength: CHUNK, center: false, padMode: 'constant' },
    size: barCount + 3,
    process: (samples, offset, row): void => {
      let energy = 0;
      for (let i = 0; i < CHUNK; i++) {
        const x = samples[offset + i] ?? 0;
        energy += x * x;
        frame[i] = x * (window[i] ?? 0);
      }
      fft.forward(frame, re, im);
      let peak = 0;
      for (let bar = 0; bar < barCount; bar++) {
        const from = edges[bar] ?? 0;
        const to = max(edges[bar + 1] ?? 0, from + 1);
        let sum = 0;
        for (let k = from; k < to; k++) sum += hypot(re[k] ?? 0, im[k] ?? 0);
        row[bar] = sum / (to - from);
        peak = max(peak, sum / (to - from));
      }
      reference += (peak - reference) * (peak > reference ? 0.05 : 0.005);
      let bass = 0;
      for (let bar = 0; bar < barCount; bar++) {
        const value = min(1.5, (row[bar] ?? 0) / max(reference, 1e-4));
        row[bar] = value;
        if (bar < 4) bass += value / 4;
      }
      row[barCount] = energy <= 1e-12 ? 0 : barsLevel(energy / CHUNK);
      row[barCount + 1] = barCount < 4 ? 0 : bass;
      row[barCount + 2] = reference;
    },
  };
};

import { checkOptions } from '@audioflow/core';
import * as z from 'zod';

/** What {@link chromaFilterbank} takes. Defaults are librosa's. */
export interface ChromaFilterbankInit {
  /** In Hz. */
  readonly sampleRate: number;
  readonly fftSize: number;
  /** How far the concert pitch is from 440 Hz, in parts of a chroma. Default 0. */
  readonly tuning?: number | undefined;
  /** Chroma of an octave. Default 12. */
  readonly chromaCount?: number | undefined;
}

const schema = z.strictObject({
  sampleRate: z.number().positive(),
  fftSize: z.int().min(2),
  tuning: z.number().default(0),
  chromaCount: z.int().min(2).max(96).default(12),
});

/** The octave that counts most, and how quickly others count less. */
const CENTRE_OCTAVE = 5;
const OCTAVE_WIDTH = 2;

const modulo = (x: number, n: number): number => ((x % n) + n) % n;

/**
 * The weights that fold a spectrum into the notes of an octave, as librosa's `filters.chroma`; the first chroma is C.
 *
 * D. P. W. Ellis, "Chroma feature analysis and synthesis", 2007.
 *
 * @returns The weight of frequency k in chroma c is at `c * bins + k`, with floor(fftSize / 2) + 1 bins.
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { chromaFilterbank } from '@audioflow/analysis';
 * const weights = chromaFilterbank({ sampleRate: 22050, fftSize: 2048 });
 * const near440 = Array.from({ length: 12 }, (_, c) => weights[c * 1025 + 41]);
 * console.log(near440.indexOf(Math.max(...near440))); // 9
 */
export const chromaFilterbank = (init: ChromaFilterbankInit): Float64Array => {
  const checked = checkOptions('chromaFilterbank', schema, init);
  const { sampleRate, fftSize, tuning, chromaCount } = checked;
  const a0 = (440 * 2 ** (tuning / chromaCount)) / 16;
  const places = Float64Array.from({ length: fftSize }, (_, k) =>
    k === 0 ? 0 : chromaCount * Math.log2((k * sampleRate) / fftSize / a0),
  );
  places[0] = (places[1] ?? 0) - 1.5 * chromaCount;
  const bins = Math.floor(fftSize / 2) + 1;
  const half = Math.round(chromaCount / 2);
  const shift = 3 * Math.floor(chromaCount / 12);
  const weights = new Float64Array(chromaCount * bins);
  const column = new Float64Array(chromaCount);
  for (let k = 0; k < bins; k++) {
    const place = places[k] ?? 0;
    const width = k === fftSize - 1 ? 1 : Math.max(1, (places[k + 1] ?? 0) - place);
    let squares = 0;
    for (let c = 0; c < chromaCount; c++) {
      const distance = modulo(place - c + half + 10 * chromaCount, chromaCount) - half;
      const value = Math.exp(-0.5 * ((2 * distance) / width) ** 2);
      column[c] = value;
      squares += value * value;
    }
    const octave = Math.exp(-0.5 * ((place / chromaCount - CENTRE_OCTAVE) / OCTAVE_WIDTH) ** 2);
    const gain = octave / Math.max(Math.sqrt(squares), Number.MIN_VALUE);
    for (let c = 0; c < chromaCount; c++) {
      weights[modulo(c - shift, chromaCount) * bins + k] = (column[c] ?? 0) * gain;
    }
  }
  return weights;
};

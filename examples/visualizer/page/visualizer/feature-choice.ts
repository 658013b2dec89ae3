import type { ExtractorOptions } from '@audioflow/analysis/extractor';

/** Bars of the scenes. */
export const BARS = 64;
/** Samples of the waveform. */
export const WAVE = 1024;
/** Frequencies of the spectrogram. */
export const FFT_SIZE = 2048;
/** Twice the frames of a display, so that one is never far from what is audible. */
export const FRAME_RATE = 120;

/** What the scenes are drawn from. */
export const extractorOptions = (sampleRate: number): ExtractorOptions => ({
  sampleRate,
  fftSize: FFT_SIZE,
  frameRate: FRAME_RATE,
  // After a pause and where blocks were dropped: a short gap is silence, after a long one it begins anew.
  onDiscontinuity: 'silence',
  maxGapMs: 200,
  features: {
    quantized: { minDb: -96 },
    bars: { barCount: BARS, minFrequency: 30, maxFrequency: Math.min(16_000, sampleRate / 2) },
    waveform: { length: WAVE },
    rms: true,
    peak: true,
  },
});

import {
  AudioFlowError,
  type AudioFrame,
  createFrame,
  fromFrames,
  type PcmStream,
  run,
  type Sink,
} from '@audioflow/core';
import { collect, noiseFrame, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import type { Observable } from 'rxjs';
import * as a from './index.js';
import * as p from './picture/index.js';

const sampleRate = 22_050;
const {
  channels: [noise = new Float32Array()],
} = noiseFrame(3000);

const odd: Record<string, Float32Array> = {
  silence: new Float32Array(3000),
  'direct voltage': new Float32Array(3000).fill(1),
  clipped: noise.map((x) => Math.sign(x)),
  'one sample': Float32Array.of(0.5),
  'no sample': new Float32Array(0),
  NaN: new Float32Array(3000).fill(Number.NaN),
  'some infinity': noise.map((x, i) => (i % 7 === 0 ? Number.POSITIVE_INFINITY : x)),
  'minus infinity': new Float32Array(3000).fill(Number.NEGATIVE_INFINITY),
};

/** What an output may have beside numbers: -Infinity for silence in dB, NaN where there is no pitch. */
type Allowed = 'finite' | 'silence' | 'no-pitch';

const isAllowed = (value: number, allowed: Allowed): boolean =>
  Number.isFinite(value) ||
  (allowed === 'silence' && value === Number.NEGATIVE_INFINITY) ||
  (allowed === 'no-pitch' && Number.isNaN(value));

/** All numbers of an output, however deep. */
const wrongNumbers = (output: unknown, allowed: Allowed, path = ''): string[] => {
  if (typeof output === 'number') return isAllowed(output, allowed) ? [] : [`${path}: ${output}`];
  if (typeof output !== 'object' || output === null) return [];
  if (ArrayBuffer.isView(output) && !(output instanceof DataView)) {
    const values: readonly unknown[] = Array.prototype.slice.call(output);
    const at = values.findIndex((x) => typeof x === 'number' && !isAllowed(x, allowed));
    return at < 0 ? [] : [`${path}[${at}]: ${values[at]}`];
  }
  return Object.entries(output).flatMap(([key, value]) =>
    wrongNumbers(value, allowed, `${path}.${key}`),
  );
};

interface Case {
  readonly allowed?: Allowed;
  /** Of the stream, where it takes one rate only. */
  readonly rate?: number;
  readonly stream?: (pcm: PcmStream) => Observable<unknown>;
  readonly sink?: () => { readonly sink: Sink<AudioFrame>; readonly result: () => unknown };
  readonly offline?: (samples: Float32Array) => unknown;
}

const small = { fftSize: 256, hopLength: 100 } as const;
const init = { ...small, sampleRate };
const time = { frameLength: 256, hopLength: 100 } as const;
const bands = { ...small, melCount: 20 } as const;
const q = { minFrequency: 500, binCount: 24, hopLength: 256 } as const;
const voice = { frameLength: 512, hopLength: 256, minFrequency: 100 } as const;
const picture = { width: 64, height: 48, labels: false } as const;
const onset = { ...small, hopLength: 64 } as const;
const everything = {
  magnitudes: true,
  quantized: true,
  mel: true,
  bars: true,
  waveform: true,
  rms: true,
  peak: true,
  percentileLevel: true,
  onsetStrength: true,
} as const;
const paint = (painter: p.PicturePainter, samples: Float32Array): unknown => {
  painter.push([samples]);
  return painter.finish();
};
const pictureCase = (make: () => p.PictureSink) => () => {
  const sink = make();
  return { sink, result: () => sink.pixels };
};

/** Every export that sound goes into. */
const cases: Record<string, Case> = {
  loudness: { allowed: 'silence', stream: (pcm) => pcm.pipe(a.loudness()) },
  loudnessSummary: { allowed: 'silence', stream: (pcm) => pcm.pipe(a.loudnessSummary()) },
  loudnessSink: {
    allowed: 'silence',
    sink: () => {
      const sink = a.loudnessSink();
      return { sink, result: () => sink.summary };
    },
  },
  measureLoudness: { allowed: 'silence', offline: (x) => a.measureLoudness([x], { sampleRate }) },
  createLoudnessMeter: {
    allowed: 'silence',
    offline: (x) => {
      const meter = a.createLoudnessMeter({ sampleRate, channelCount: 1 });
      meter.push([x]);
      return [meter.summary(), meter.finish()];
    },
  },
  stft: { stream: (pcm) => pcm.pipe(a.stft(small)) },
  istft: { stream: (pcm) => pcm.pipe(a.stft(small), a.istft(small)) },
  stftOf: { offline: (x) => a.stftOf(x, small) },
  istftOf: { offline: (x) => a.istftOf(a.stftOf(x, small)) },
  spectrogram: { stream: (pcm) => pcm.pipe(a.spectrogram(small)) },
  spectrogramOf: { offline: (x) => a.spectrogramOf(x, init) },
  griffinLim: {
    offline: (x) => a.griffinLim(a.spectrogramOf(x, { ...init, power: 1 }), { iterations: 2 }),
  },
  powerToDb: { offline: (x) => a.powerToDb(a.spectrogramOf(x, init).data) },
  amplitudeToDb: { offline: (x) => a.amplitudeToDb(a.spectrogramOf(x, init).data) },
  melSpectrogram: { stream: (pcm) => pcm.pipe(a.melSpectrogram(bands)) },
  melSpectrogramOf: { offline: (x) => a.melSpectrogramOf(x, { ...bands, sampleRate }) },
  logMel: { rate: 16_000, stream: (pcm) => pcm.pipe(a.logMel()) },
  logMelOf: { offline: (x) => a.logMelOf(x, { sampleRate: 16_000, padTo: null }) },
  normalizeLogMel: {
    offline: (x) => a.normalizeLogMel(a.melSpectrogramOf(x, { ...bands, sampleRate }).data),
  },
  mfcc: { stream: (pcm) => pcm.pipe(a.mfcc(bands)) },
  mfccOf: { offline: (x) => a.mfccOf(x, { ...bands, sampleRate }) },
  delta: { stream: (pcm) => pcm.pipe(a.rms(time), a.delta()) },
  deltaOf: { offline: (x) => a.deltaOf(a.rmsOf(x, { ...time, sampleRate })) },
  chroma: { stream: (pcm) => pcm.pipe(a.chroma(small)) },
  chromaOf: {
    offline: (x) => [a.chromaOf(x, init), a.chromaOf(x, { ...init, tuning: 'estimate' })],
  },
  estimateTuning: { offline: (x) => a.estimateTuning(x, init) },
  estimateKey: { offline: (x) => a.estimateKey(a.chromaOf(x, init)) },
  constantQ: { stream: (pcm) => pcm.pipe(a.constantQ(q)) },
  constantQOf: { offline: (x) => a.constantQOf(x, { ...q, sampleRate }) },
  spectralCentroid: { stream: (pcm) => pcm.pipe(a.spectralCentroid(small)) },
  spectralCentroidOf: { offline: (x) => a.spectralCentroidOf(x, init) },
  spectralBandwidth: { stream: (pcm) => pcm.pipe(a.spectralBandwidth(small)) },
  spectralBandwidthOf: { offline: (x) => a.spectralBandwidthOf(x, init) },
  spectralRolloff: { stream: (pcm) => pcm.pipe(a.spectralRolloff(small)) },
  spectralRolloffOf: { offline: (x) => a.spectralRolloffOf(x, init) },
  spectralFlatness: { stream: (pcm) => pcm.pipe(a.spectralFlatness(small)) },
  spectralFlatnessOf: { offline: (x) => a.spectralFlatnessOf(x, init) },
  spectralContrast: { stream: (pcm) => pcm.pipe(a.spectralContrast({ ...small, bandCount: 4 })) },
  spectralContrastOf: { offline: (x) => a.spectralContrastOf(x, { ...init, bandCount: 4 }) },
  spectralFlux: { stream: (pcm) => pcm.pipe(a.spectralFlux(small)) },
  spectralFluxOf: { offline: (x) => a.spectralFluxOf(x, init) },
  rms: { stream: (pcm) => pcm.pipe(a.rms(time)) },
  rmsOf: { offline: (x) => a.rmsOf(x, { ...time, sampleRate }) },
  zeroCrossingRate: { stream: (pcm) => pcm.pipe(a.zeroCrossingRate(time)) },
  zeroCrossingRateOf: { offline: (x) => a.zeroCrossingRateOf(x, { ...time, sampleRate }) },
  levels: { allowed: 'silence', stream: (pcm) => pcm.pipe(a.levels({ intervalMs: 20 })) },
  createLevelMeter: {
    allowed: 'silence',
    offline: (x) => {
      const readings: unknown[] = [];
      const meter = a.createLevelMeter({ sampleRate, channelCount: 1, intervalMs: 20 });
      meter.push([x], (reading) => readings.push(reading));
      return readings;
    },
  },
  percentileLevel: { stream: (pcm) => pcm.pipe(a.percentileLevel(small)) },
  percentileLevelOf: { offline: (x) => a.percentileLevelOf(x, init) },
  percentileOf: { offline: (x) => a.percentileOf(a.rmsOf(x, { ...time, sampleRate }).data, 90) },
  ema: { stream: (pcm) => pcm.pipe(a.rms(time), a.ema({ tau: 0.1 })) },
  emaOf: { offline: (x) => a.emaOf(a.rmsOf(x, { ...time, sampleRate }).data, { alpha: 0.5 }) },
  quantize: { stream: (pcm) => pcm.pipe(a.rms(time), a.quantize()) },
  quantizeOf: { offline: (x) => a.quantizeOf(x) },
  spectrumBars: { stream: (pcm) => pcm.pipe(a.spectrumBars({ maxFrequency: 8000 })) },
  analyserSpectrum: { allowed: 'silence', stream: (pcm) => pcm.pipe(a.analyserSpectrum(small)) },
  analyserSpectrumOf: { allowed: 'silence', offline: (x) => a.analyserSpectrumOf(x, init) },
  analyserBytes: { offline: (x) => a.analyserBytes(x) },
  onsetStrength: { stream: (pcm) => pcm.pipe(a.onsetStrength(onset)) },
  onsetStrengthOf: { offline: (x) => a.onsetStrengthOf(x, { ...onset, sampleRate }) },
  onsets: { stream: (pcm) => pcm.pipe(a.onsets(onset)) },
  onsetsOf: { offline: (x) => a.onsetsOf(x, { ...onset, sampleRate }) },
  tempo: { stream: (pcm) => pcm.pipe(a.tempo({ ...onset, interval: 0.05 })) },
  tempoOf: { offline: (x) => a.tempoOf(x, { ...onset, sampleRate }) },
  beats: { stream: (pcm) => pcm.pipe(a.beats(onset)) },
  beatsOf: { offline: (x) => a.beatsOf(x, { ...onset, sampleRate }) },
  pitch: {
    allowed: 'no-pitch',
    stream: (pcm) => pcm.pipe(a.pitch({ ...voice, method: 'pyin', lagMs: 50 })),
    offline: (x) =>
      collect(fromFrames([createFrame([x], { sampleRate })]).pipe(a.pitch(voice)), false),
  },
  pitchOf: { allowed: 'no-pitch', offline: (x) => a.pitchOf(x, { ...voice, sampleRate }) },
  correlate: { offline: (x) => a.correlate(x, noise, 50) },
  align: { offline: (x) => a.align(x, noise, 50) },
  AudioFeatureExtractor: {
    offline: (x) => {
      const extractor = new a.AudioFeatureExtractor({ ...init, features: everything });
      const frames: unknown[] = [];
      extractor.push({ channels: [x] }, ({ values }) => void frames.push(values));
      extractor.flush(({ values }) => void frames.push(values));
      return frames;
    },
  },
  spectrogramPixels: { offline: (x) => p.spectrogramPixels(x, { ...picture, sampleRate }) },
  spectrogramImage: { offline: (x) => p.spectrogramImage(x, { ...picture, sampleRate }) },
  createSpectrogramPainter: {
    offline: (x) => paint(p.createSpectrogramPainter({ ...picture, sampleRate }), x),
  },
  spectrogramSink: { sink: pictureCase(() => p.spectrogramSink(picture)) },
  waveformPixels: { offline: (x) => p.waveformPixels(x, { ...picture, sampleRate }) },
  waveformImage: { offline: (x) => p.waveformImage(x, { ...picture, sampleRate }) },
  createWaveformPainter: {
    offline: (x) => paint(p.createWaveformPainter({ ...picture, sampleRate }), x),
  },
  waveformSink: { sink: pictureCase(() => p.waveformSink(picture)) },
};

/** Exports that no sound goes into. */
const others = new Set([
  'chromaFilterbank',
  'FEATURE_MEDIA_TYPE',
  'colorMap',
  'createExtractorClient',
  'decodeFeatures',
  'encodePng',
  'featureHandler',
  'hzToMel',
  'melFilterbank',
  'melToHz',
  'qwen2AudioLengths',
  'qwen2AudioMask',
  'serveExtractor',
]);

/** What comes out; or nothing, and an error that says why, of what is too short. */
const outcomeOf = async (samples: Float32Array, make: () => unknown): Promise<unknown> => {
  try {
    return await make();
  } catch (error) {
    if (samples.length > 1 || !(error instanceof AudioFlowError)) throw error;
    expect(error.message).toContain('expected');
    return [];
  }
};

describe('sound that is out of the ordinary', () => {
  it('goes into every export, but for those that take none', () => {
    const known = [...Object.keys(cases), ...others].sort();
    expect([...Object.keys(a), ...Object.keys(p)].sort()).toEqual(known);
  });

  it.each(Object.entries(cases))('gives %s nothing but numbers', async (_, one) => {
    const { allowed = 'finite', rate = sampleRate, stream, sink, offline } = one;
    for (const [name, samples] of Object.entries(odd)) {
      const pcm = () => {
        const frame = createFrame([samples], { sampleRate: rate });
        return fromFrames(samples.length > 1 ? splitFrame(frame, [700, 1]) : [frame]);
      };
      const outputs = {
        stream: stream && (await outcomeOf(samples, () => collect(stream(pcm()), false))),
        sink:
          sink &&
          (await outcomeOf(samples, async () => {
            const made = sink();
            await run(pcm(), made.sink);
            return made.result();
          })),
        offline: offline && (await outcomeOf(samples, () => offline(samples.slice()))),
      };
      expect(wrongNumbers(outputs, allowed, name)).toEqual([]);
      if (stream && samples.length === 0) expect(outputs.stream).toEqual([]);
    }
  });
});

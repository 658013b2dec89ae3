import { basename } from 'node:path';
import {
  chroma,
  estimateKey,
  type KeyEstimate,
  loudnessSink,
  pitch,
  tempo,
} from '@audioflow/analysis';
import { type PictureSink, spectrogramSink, waveformSink } from '@audioflow/analysis/picture';
import { type AudioFrame, remix, resample, run, tapTo, tee } from '@audioflow/core';
import { type AudioFile, type AudioFileInfo, openAudio, type Tags } from '@audioflow/io';
import { identity, ignoreElements, type MonoTypeOperatorFunction, merge, tap } from 'rxjs';
import { createPitchRange, type PitchRange } from './pitch-range.js';

/** What is known of a file when it has been heard to its end. */
export interface Analysis {
  readonly input: string;
  readonly info: AudioFileInfo;
  readonly tags: Tags;
  readonly seconds: number;
  /** EBU R 128, in LUFS, LU and dBTP; null for silence. */
  readonly loudness: Record<'integrated' | 'range' | 'truePeak' | 'maxShortTerm', number | null>;
  /** Beats per minute: the median of those of each 30 s. */
  readonly tempo: number | null;
  readonly key: KeyEstimate | null;
  readonly pitch: PitchRange | null;
}

/** What a run may tell and be told. */
export interface Watch {
  readonly signal: AbortSignal;
  onProgress(seconds: number, of: number | undefined): void;
}

/** An analysis, and the pictures as PNG files by what they show. */
export interface Outcome {
  readonly analysis: Analysis;
  readonly pictures: ReadonlyMap<string, Uint8Array>;
}

/** Pitches are followed at this rate: voices and most instruments lie far below. */
const PITCH_RATE = 16_000;
/** A long transform, of about a fifth of a second, so that low notes stand apart at any rate. */
const chromaOptions = (sampleRate: number): { fftSize: number; hopLength: number } => {
  const hopLength = 4096 * 2 ** Math.max(0, Math.round(Math.log2(sampleRate / 44_100)));
  return { fftSize: 2 * hopLength, hopLength };
};

/** One row of equal weights: it needs no layout that says where channels belong. */
const meanOf = (channelCount: number): number[][] => [
  new Array<number>(channelCount).fill(1 / channelCount),
];
const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
const medianOf = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const drawTo = (sink: PictureSink | undefined): MonoTypeOperatorFunction<AudioFrame> =>
  sink === undefined ? identity : tapTo(sink);

/** What is heard, and whether it is drawn. */
interface Hearing {
  readonly input: string;
  readonly isDrawing: boolean;
}

const hear = async (
  { info, tags, pcm }: AudioFile,
  { input, isDrawing }: Hearing,
  { signal, onProgress }: Watch,
): Promise<Outcome> => {
  const length = info.totalSamples;
  const title = basename(input);
  const loudness = loudnessSink();
  const drawn = isDrawing
    ? [
        waveformSink({ length, title, height: 300 }),
        spectrogramSink({ length, title, axis: 'log' }),
      ]
    : [];
  const bpms: number[] = [];
  const notes = new Float64Array(12);
  const pitches = createPitchRange();

  const [frames, rhythm, tones, voice] = tee(4)(pcm);
  const [waveform, spectrogram] = drawn;
  const measured = merge(
    frames.pipe(tapTo(loudness), drawTo(waveform), drawTo(spectrogram)),
    rhythm.pipe(
      tempo({ interval: 10 }),
      tap(({ bpm }) => void (bpm > 0 && bpms.push(bpm))),
      ignoreElements(),
    ),
    tones.pipe(
      chroma(chromaOptions(info.sampleRate)),
      tap(({ values }) => {
        for (const [note, value] of values.entries()) notes[note] = (notes[note] ?? 0) + value;
      }),
      ignoreElements(),
    ),
    voice.pipe(
      remix(meanOf(info.channelCount)),
      resample(PITCH_RATE, { quality: 'medium' }),
      pitch({ method: 'pyin', frameLength: 1024, hopLength: 320 }),
      tap(({ frequency }) => pitches.take(frequency)),
      ignoreElements(),
    ),
  );
  const { samples } = await run(
    measured,
    { write: () => {} },
    {
      signal,
      onProgress: (progress) =>
        onProgress(progress.samples / info.sampleRate, info.durationSeconds),
    },
  );
  const pictures = new Map<string, Uint8Array>();
  if (waveform?.png) pictures.set('waveform', waveform.png);
  if (spectrogram?.png) pictures.set('spectrogram', spectrogram.png);
  const { integrated, range, truePeak, maxShortTerm } = loudness.summary ?? {};
  return {
    analysis: {
      input,
      info,
      tags,
      seconds: samples / info.sampleRate,
      loudness: {
        integrated: finite(integrated),
        range: finite(range),
        truePeak: finite(truePeak),
        maxShortTerm: finite(maxShortTerm),
      },
      tempo: finite(medianOf(bpms)),
      key: estimateKey(notes) ?? null,
      pitch: pitches.range() ?? null,
    },
    pictures,
  };
};

/** Hears one file once, from its beginning to its end, in memory that does not grow with it. */
export const analyze = async (
  input: string,
  { pictures: isDrawing }: { readonly pictures: boolean },
  watch: Watch,
): Promise<Outcome> => {
  const file = await openAudio(input, { signal: watch.signal });
  try {
    return await hear(file, { input, isDrawing }, watch);
  } finally {
    await file.close();
  }
};

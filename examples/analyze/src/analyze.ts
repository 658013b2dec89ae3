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
import { type AudioFileInfo, openAudio, type Tags } from '@audioflow/io';
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
/** A long transform, so that low notes stand apart. */
const CHROMA = { fftSize: 8192, hopLength: 4096 } as const;

const finite = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;
const medianOf = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const drawTo = (sink: PictureSink | undefined): MonoTypeOperatorFunction<AudioFrame> =>
  sink === undefined ? identity : tapTo(sink);

/** Hears one file once, from its beginning to its end, in memory that does not grow with it. */
export const analyze = async (
  input: string,
  { pictures: isDrawing }: { readonly pictures: boolean },
  { signal, onProgress }: Watch,
): Promise<Outcome> => {
  const { info, tags, pcm } = await openAudio(input, { signal });
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
      chroma(CHROMA),
      tap(({ values }) => {
        for (const [note, value] of values.entries()) notes[note] = (notes[note] ?? 0) + value;
      }),
      ignoreElements(),
    ),
    voice.pipe(
      remix(1),
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

import { loudnessSink } from '@audioflow/analysis';
import { aac, alac, flac, mp3, opus, pcm, vorbis, wavpack } from '@audioflow/codecs';
import {
  gain,
  isAudioFlowError,
  LAYOUTS,
  type Progress,
  remix,
  resample,
  run,
} from '@audioflow/core';
import { createCodecRegistry } from '@audioflow/core/codec';
import { openAudio, writeAudio } from '@audioflow/io';
import { firstValueFrom, identity, pipe } from 'rxjs';
import type { CliOptions } from './cli-options.js';

/** One file to make. */
export interface Job {
  readonly input: string;
  readonly output: string;
}

/** What has been made of it. */
export interface Outcome extends Job {
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly seconds: number;
  readonly gainDb: number;
  /** In bits per second, where the codec has no such as was asked for. */
  readonly bitrate?: number;
  /** In LUFS, before the gain; where it was asked for. */
  readonly loudness?: number;
}

/** What the run may tell and be told. */
export interface Watch {
  readonly signal: AbortSignal;
  onProgress(seconds: number, of: number | undefined): void;
}

export const CODECS = createCodecRegistry([mp3, aac, opus, vorbis, flac, alac, wavpack, pcm]);
/** Where true peaks stay below: EBU R 128 asks for no more. */
const MAX_TRUE_PEAK = -1;
/** A cover, then a rate, a channel count and a bitrate may have to give way. */
const MAX_MENDS = 4;

const WRITTEN_PICTURES: readonly string[] = ['image/jpeg', 'image/png'];

type Format = Partial<Record<'sampleRate' | 'channelCount' | 'bitrate', number>> & {
  readonly isBare?: boolean;
};

/** What a refusal says would do: the nearest value that the codec has, or a file without a cover. */
const mendOf = (error: unknown): Format | undefined => {
  if (!isAudioFlowError(error, 'unsupported')) return undefined;
  const { field, nearest } = error.details;
  if (field === 'cover') return { isBare: true };
  return typeof field === 'string' && typeof nearest === 'number'
    ? { [field]: nearest }
    : undefined;
};

/** Where so many channels usually belong: from two to six is known then. */
const layoutOf = (channelCount: number) =>
  Object.values(LAYOUTS).find((layout) => layout.channelCount === channelCount) ?? channelCount;

/** Transcodes one file. What the codec cannot take becomes the nearest that it can. */
export const transcode = async (job: Job, cli: CliOptions, watch: Watch): Promise<Outcome> => {
  const { input, output } = job;
  const { signal } = watch;
  const range = { start: cli.start, end: cli.end };
  const { info, pcm, metadata, pictures } = await openAudio(input, { ...range, signal });
  // The links of a chained file may have other rates and channels.
  const frames = pcm.pipe(
    remix(info.layout ?? info.channelCount),
    resample(info.sampleRate, { quality: 'high', onFormatChange: 'restart' }),
  );
  const told = await firstValueFrom(metadata, { defaultValue: { tags: {} } });
  // Who encoded the input has no part in the output.
  const { encoder: _encoder, ...tags }: Readonly<Record<string, string>> = told.tags;
  const writable = pictures.filter(({ mimeType }) => WRITTEN_PICTURES.includes(mimeType));
  const cover = writable.find(({ kind }) => kind === 'front cover') ?? writable[0];
  const passes = cli.loudness === undefined ? 1 : 2;
  const length = (cli.end ?? info.durationSeconds ?? Number.NaN) - (cli.start ?? 0);
  const total = Number.isFinite(length) ? length * passes : undefined;

  const convert = (format: Format, done: number, gainDb: number) => {
    const { sampleRate = cli.rate ?? info.sampleRate, channelCount = cli.channels } = format;
    const onProgress = ({ samples }: Progress): void =>
      watch.onProgress(done + samples / sampleRate, total);
    const processed = pipe(
      channelCount === undefined ? identity : remix(layoutOf(channelCount)),
      resample(sampleRate, { quality: 'high' }),
      gain(10 ** (gainDb / 20)),
    );
    const sink = writeAudio(output, {
      ...(cli.codec === undefined ? {} : { codec: CODECS.get(cli.codec) }),
      bitrate: format.bitrate ?? cli.bitrate,
      tags,
      ...(cover === undefined || format.isBare ? {} : { cover }),
    });
    return run(frames.pipe(processed), sink, { signal, onProgress });
  };

  const measure = async () => {
    const meter = loudnessSink();
    const onProgress = ({ samples }: Progress): void =>
      watch.onProgress(samples / info.sampleRate, total);
    await run(frames, meter, { signal, onProgress });
    return meter.summary;
  };
  /** Towards the wanted loudness, as far as the peaks allow. */
  const gainFor = ({ integrated, truePeak }: { integrated: number; truePeak: number }): number =>
    Math.min((cli.loudness ?? 0) - integrated, MAX_TRUE_PEAK - truePeak);

  const heard = cli.loudness === undefined ? undefined : await measure();
  const levelled = heard !== undefined && Number.isFinite(heard.integrated) ? gainFor(heard) : 0;
  const gainDb = levelled + cli.gain;
  const done = heard === undefined ? 0 : heard.length / heard.sampleRate;

  let format: Format = {};
  for (let mends = 0; ; mends++) {
    try {
      const report = await convert(format, done, gainDb);
      const { sampleRate = cli.rate ?? info.sampleRate } = format;
      const channelCount = format.channelCount ?? cli.channels ?? info.channelCount;
      const seconds = report.samples / sampleRate;
      const measured = heard === undefined ? {} : { loudness: heard.integrated };
      const other = format.bitrate === undefined ? {} : { bitrate: format.bitrate };
      return { ...job, sampleRate, channelCount, seconds, gainDb, ...other, ...measured };
    } catch (error) {
      const mend = mendOf(error);
      if (mend === undefined || mends === MAX_MENDS) throw error;
      format = { ...format, ...mend };
    }
  }
};

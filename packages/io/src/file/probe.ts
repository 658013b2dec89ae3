import { checkOptions } from '@audioflow/core';
import type { AttachedPicture, AudioStreamInfo, Tags } from '../container/index.js';
import type { ReadAudioOptions } from './audio-file.types.js';
import { openLifetime } from './open-lifetime.js';
import { checkRead, openSource } from './open-source.js';
import { probeOptionsSchema } from './option-schemas.js';
import type { AudioSource } from './source/audio-source.types.js';

/** Options of {@link probe}. */
export type ProbeOptions = Pick<
  ReadAudioOptions,
  'spool' | 'spoolLimitBytes' | 'limits' | 'signal'
>;

/** What is known of an audio source before it is played. */
export interface AudioProbe {
  /** `wav`, `mp3`, `adts`, or FFmpeg's name: `ogg`, `flac`, `mov` (MP4 too), `matroska`... */
  readonly container: string;
  /** Bytes, where the source tells them. */
  readonly size?: number;
  /** Playing time of the stream that is read by default; absent for what flows. */
  readonly durationSeconds?: number;
  /** Whether the duration is right to the sample; else it is the container's word, or an estimate. */
  readonly isDurationExact: boolean;
  /** Bits per second: stated, or the size by the duration. */
  readonly bitrate?: number;
  /** The streams with sound. */
  readonly streams: readonly AudioStreamInfo[];
  /** Tags of the whole: `title`, `artist`, `album`, `track`, `date`, `genre`, `comment`... */
  readonly tags: Tags;
  /** All pictures in the tags. */
  readonly pictures: readonly AttachedPicture[];
  /** The picture to show: the front cover, else the first one. */
  readonly cover?: AttachedPicture;
}

/**
 * Tells what an audio source is: container, streams, duration, tags, pictures. Nothing is decoded; of a
 * stream of bytes only the beginning is read, and the rest is let go of.
 *
 * @param source As for {@link readAudio}.
 * @throws AudioFlowError `invalid-option`; as a rejection what {@link openAudio} rejects with.
 *
 * @example
 * import { mkdtemp, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { run, sine } from '@audioflow/core';
 * import { probe, writeAudio } from '@audioflow/io';
 * const folder = await mkdtemp(join(tmpdir(), 'audioflow-'));
 * const path = join(folder, 'tone.wav');
 * await run(sine({ duration: 1.5, sampleRate: 8000 }), writeAudio(path, { sampleType: 's24' }));
 * const { container, durationSeconds, streams } = await probe(path);
 * console.log(container, durationSeconds, streams[0]?.codec, streams[0]?.bitDepth); // wav 1.5 pcm 24
 * await rm(folder, { recursive: true });
 */
export const probe = async (
  source: AudioSource,
  options: ProbeOptions = {},
): Promise<AudioProbe> => {
  const checked = checkRead('probe', source, checkOptions('probe', probeOptionsSchema, options));
  const { signal: lifetime, end } = openLifetime(checked.signal);
  try {
    const opened = await openSource('probe', source, { ...checked, lifetime });
    const { info, streams, tags, pictures, size, close } = opened;
    await close();
    const { container, durationSeconds, totalSamples } = info;
    const guessed =
      size === undefined || durationSeconds === undefined || durationSeconds === 0
        ? undefined
        : Math.round((size * 8) / durationSeconds);
    const bitrate = info.bitrate ?? guessed;
    const cover = pictures.find(({ kind }) => kind === 'front cover') ?? pictures[0];
    return {
      container,
      isDurationExact: totalSamples !== undefined,
      streams,
      tags,
      pictures,
      ...(size === undefined ? {} : { size }),
      ...(durationSeconds === undefined ? {} : { durationSeconds }),
      ...(bitrate === undefined ? {} : { bitrate }),
      ...(cover === undefined ? {} : { cover }),
    };
  } finally {
    end();
  }
};

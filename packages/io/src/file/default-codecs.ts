import { extname } from 'node:path';
import { aac, flac, mp3, opus, pcm, vorbis, wavpack } from '@audioflow/codecs';
import type { SampleType } from '@audioflow/core';
import type { AnyCodec } from '@audioflow/core/codec';
import type { ContainerName } from '../container/index.js';
import type { ByteSink } from './byte-sink.js';

const codecs: Readonly<Record<ContainerName, AnyCodec>> = {
  wav: pcm,
  raw: pcm,
  caf: pcm,
  aiff: pcm,
  mp3,
  adts: aac,
  mp4: aac,
  ogg: vorbis,
  flac,
  webm: opus,
  matroska: opus,
  wavpack,
};

/** What a container's audio is encoded with where nobody says otherwise. */
export const defaultCodec = (container: ContainerName, target: string | ByteSink): AnyCodec =>
  container === 'ogg' && typeof target === 'string' && extname(target).toLowerCase() === '.opus'
    ? opus
    : codecs[container];

/** The options that `pcm` needs for a container. */
export const pcmOptions = (
  container: ContainerName,
  sampleType: SampleType,
): Readonly<Record<string, unknown>> => ({
  sampleType,
  endian: container === 'aiff' ? 'big' : 'little',
});

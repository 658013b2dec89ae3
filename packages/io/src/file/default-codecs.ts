import { aac, mp3, pcm } from '@audioflow/codecs';
import { AudioFlowError, type SampleType } from '@audioflow/core';
import type { AnyCodec } from '@audioflow/core/codec';
import type { ContainerName } from '../container/index.js';

/** What a container's audio is encoded with where nobody says otherwise. */
const codecs: Readonly<Partial<Record<ContainerName, AnyCodec>>> = {
  wav: pcm,
  raw: pcm,
  caf: pcm,
  aiff: pcm,
  mp3,
  adts: aac,
  mp4: aac,
};

/**
 * The codec that a container gets by default.
 *
 * @throws AudioFlowError `unsupported` where there is none.
 */
export const defaultCodec = (container: ContainerName): AnyCodec => {
  const codec = codecs[container];
  if (codec !== undefined) return codec;
  throw new AudioFlowError(
    'unsupported',
    `writeAudio: expected the option codec with ${container}: which codec it is to hold`,
    { details: { container } },
  );
};

/** The options that `pcm` needs for a container. */
export const pcmOptions = (
  container: ContainerName,
  sampleType: SampleType,
): Readonly<Record<string, unknown>> => ({
  sampleType,
  endian: container === 'aiff' ? 'big' : 'little',
});

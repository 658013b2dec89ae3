import { open } from 'node:fs/promises';
import { AudioFlowError, type AudioFrame, defaultLayout } from '@audioflow/core';
import { EMPTY, of } from 'rxjs';
import { createWavReader, demuxWav, type Tags, type WavInfo } from '../container/index.js';
import type { AudioFile, AudioFileInfo, OpenOptions } from './audio-file.types.js';
import { fileError } from './file-error.js';
import type { FileHead } from './file-head.js';
import { readBytes } from './read-bytes.js';

interface WavHead {
  readonly info: WavInfo;
  readonly tags: Tags;
}

const CHUNK_BYTES = 65_536;

/** Feeds the file to a reader until the samples begin. */
const readHeader = async (path: string): Promise<WavHead> => {
  let info: WavInfo | undefined;
  let tags: Tags = {};
  const reader = createWavReader({
    frameLength: 1,
    onInfo: (found) => {
      info = found;
    },
    onTags: (found) => {
      tags = { ...tags, ...found };
    },
  });
  const listensNot = (_frame: AudioFrame): boolean => false;
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw fileError('openAudio', { path, wish: 'a readable audio file' }, cause);
  });
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(
        Buffer.alloc(CHUNK_BYTES),
        0,
        CHUNK_BYTES,
        null,
      );
      reader.next(buffer.subarray(0, bytesRead), listensNot);
      if (info === undefined && bytesRead === 0) reader.flush?.(listensNot);
      if (info !== undefined) return { info, tags };
    }
  } finally {
    await file.close();
  }
};

const describe = (wav: WavInfo, fileBytes: number): AudioFileInfo => {
  const { sampleType, sampleRate, channelCount, channelMask, blockAlign } = wav;
  const there = Math.floor(Math.max(0, fileBytes - wav.dataOffset) / blockAlign);
  const totalSamples = Math.min(wav.totalSamples ?? Infinity, there);
  const layout = { channelCount, mask: channelMask };
  const usual = channelMask === 0 || channelMask === defaultLayout(channelCount).mask;
  return {
    container: 'wav',
    codec: sampleType === 'alaw' || sampleType === 'mulaw' ? sampleType : 'pcm',
    sampleRate,
    channelCount,
    sampleType,
    totalSamples,
    durationSeconds: totalSamples / sampleRate,
    bitrate: blockAlign * 8 * sampleRate,
    ...(usual ? {} : { layout }),
  };
};

/** Opens a WAVE file. */
export const openWav = async (head: FileHead, options: OpenOptions): Promise<AudioFile> => {
  const { path, size } = head;
  const { frameLength } = options;
  const { info, tags } = await readHeader(path);
  const onWarning = (warning: AudioFlowError): void =>
    options.onWarning(
      new AudioFlowError(warning.code, `${path}: ${warning.message}`, { details: { path } }),
    );
  return {
    info: describe(info, size),
    pcm: readBytes(path).pipe(demuxWav({ frameLength, onWarning })),
    metadata: Object.keys(tags).length === 0 ? EMPTY : of({ pts: 0, tags }),
  };
};

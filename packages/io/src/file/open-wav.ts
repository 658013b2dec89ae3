import {
  AudioFlowError,
  type AudioFrame,
  defaultLayout,
  type PcmStream,
  rechunk,
} from '@audioflow/core';
import { EMPTY, of } from 'rxjs';
import { createWavReader, demuxWav, framesOfWav, type WavInfo } from '../container/index.js';
import type { AudioFile, AudioFileInfo, OpenOptions } from './audio-file.types.js';
import { onlyStream } from './only-stream.js';
import { cutFrames } from './range/cut-frames.js';
import type { SourceHead } from './source/source-head.js';
import { createWavTags, readTailTags, type WavTags } from './wav-tags.js';

interface WavHead {
  readonly info: WavInfo;
  readonly found: WavTags;
}

/** Feeds the source to a reader until the samples begin. */
const readHeader = async (head: SourceHead): Promise<WavHead> => {
  let info: WavInfo | undefined;
  const found = createWavTags();
  const reader = createWavReader({
    frameLength: 1,
    onInfo: (told) => {
      info = told;
    },
    onTags: found.addList,
    onId3: found.addId3,
  });
  const listensNot = (_frame: AudioFrame): boolean => false;
  for await (const chunk of head.look()) {
    reader.next(chunk, listensNot);
    if (info !== undefined) return { info, found };
  }
  // Says what is missing.
  reader.flush?.(listensNot);
  throw new AudioFlowError('malformed-data', 'wav: expected a header, got none');
};

const lengthOf = (wav: WavInfo, fileBytes: number | undefined): number | undefined => {
  if (fileBytes === undefined) return wav.totalSamples;
  const there = Math.floor(Math.max(0, fileBytes - wav.dataOffset) / wav.blockAlign);
  return Math.min(wav.totalSamples ?? Infinity, there);
};

const describe = (wav: WavInfo, fileBytes: number | undefined): AudioFileInfo => {
  const { sampleType, sampleRate, channelCount, channelMask, blockAlign } = wav;
  const totalSamples = lengthOf(wav, fileBytes);
  const layout = { channelCount, mask: channelMask };
  const usual = channelMask === 0 || channelMask === defaultLayout(channelCount).mask;
  return {
    container: 'wav',
    codec: sampleType === 'alaw' || sampleType === 'mulaw' ? sampleType : 'pcm',
    sampleRate,
    channelCount,
    sampleType,
    ...(totalSamples === undefined
      ? {}
      : { totalSamples, durationSeconds: totalSamples / sampleRate }),
    bitrate: blockAlign * 8 * sampleRate,
    ...(usual ? {} : { layout }),
  };
};

/** Opens a WAVE source. */
export const openWav = async (head: SourceHead, options: OpenOptions): Promise<AudioFile> => {
  const { name, size, seekable, offset } = head;
  const { frameLength, range } = options;
  const { info, found } = await readHeader(head);
  const { dataOffset, dataBytes } = info;
  if (seekable !== undefined && dataBytes !== undefined) {
    await readTailTags(seekable, offset + dataOffset + dataBytes + (dataBytes % 2), found);
  }
  const { tags, pictures } = found;
  const told = describe(info, size === undefined ? undefined : size - offset);
  const onWarning = (warning: AudioFlowError): void =>
    options.onWarning(
      new AudioFlowError(warning.code, `${name}: ${warning.message}`, { details: { path: name } }),
    );
  const all = (): PcmStream => head.open(offset).pipe(demuxWav({ frameLength, onWarning }));
  const part = (): PcmStream => {
    if (range === undefined) return all();
    const from = range.from(info.sampleRate);
    // A stream is passed through; in a file the samples are where they are.
    if (seekable === undefined || from === 0) {
      return all().pipe(cutFrames(range), rechunk(frameLength));
    }
    const at = offset + info.dataOffset + from * info.blockAlign;
    const end = Math.min(told.totalSamples ?? Infinity, range.to(info.sampleRate));
    if (from >= end) return EMPTY;
    return head.open(at).pipe(framesOfWav(info, { frameLength, from, length: end - from }));
  };
  return {
    info: told,
    streams: [onlyStream(told, info.validBits)],
    tags,
    pictures,
    pcm: part(),
    metadata: Object.keys(tags).length === 0 ? EMPTY : of({ pts: 0, tags }),
    close: head.close,
  };
};

import {
  AudioFlowError,
  type AudioFrame,
  defaultLayout,
  interleave,
  type SampleType,
} from '@audioflow/core';
import {
  type AttachedPicture,
  type Tags,
  tagChunks,
  type WavFormat,
  wavHeader,
} from '../container/index.js';
import { beginSized } from './begin-sized.js';
import type { FileTrack } from './file-sink.js';
import type { FrameGate } from './frame-gate.js';
import type { OutputFile } from './output-file.types.js';

/** What a file of uncompressed samples is made with. */
export interface PcmTrackOptions {
  readonly gate: FrameGate;
  readonly sampleType: SampleType;
  readonly rf64: boolean;
  /** The format of a file without any frame. */
  readonly sampleRate?: number | undefined;
  readonly channelCount?: number | undefined;
  readonly tags: Tags;
  readonly cover?: AttachedPicture | undefined;
}

const formatOf = (options: PcmTrackOptions, first: AudioFrame | undefined): WavFormat => {
  const { sampleType, rf64 } = options;
  const sampleRate = first?.sampleRate ?? options.sampleRate;
  const channelCount = first?.channels.length ?? options.channelCount;
  if (sampleRate === undefined || channelCount === undefined) {
    throw new AudioFlowError(
      'invalid-state',
      'writeAudio: expected at least one frame, or the options sampleRate and channelCount for an ' +
        'empty file, got neither',
    );
  }
  const { mask } = first?.layout ?? defaultLayout(channelCount);
  return {
    sampleType,
    sampleRate,
    channelCount,
    channelMask: mask,
    rf64,
    chunks: tagChunks(options.tags, options.cover),
  };
};

/**
 * Samples with a RIFF header in front, whose sizes are written at the end; unknown (0xFFFFFFFF) where that
 * is not possible.
 */
export const createWavTrack = (
  file: OutputFile,
  first: AudioFrame | undefined,
  options: PcmTrackOptions,
): FileTrack<AudioFrame> => {
  const format = formatOf(options, first);
  const finish = beginSized(file, (bytes) => wavHeader(format, bytes));
  return {
    add(frame) {
      for (const each of options.gate(frame)) file.append(interleave(each, format.sampleType));
    },
    finish,
  };
};

/** Nothing but interleaved samples. */
export const createRawTrack = (
  file: OutputFile,
  options: PcmTrackOptions,
): FileTrack<AudioFrame> => ({
  add(frame) {
    for (const each of options.gate(frame)) file.append(interleave(each, options.sampleType));
  },
  finish: () => undefined,
});

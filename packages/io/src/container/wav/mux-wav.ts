import {
  AudioFlowError,
  type AudioFrame,
  checkOptions,
  defaultLayout,
  interleave,
  SAMPLE_TYPES,
  type SampleType,
  type Transform,
  transform,
} from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import { wavHeader } from './wav-header.js';

/** Options of {@link muxWav}. */
export interface MuxWavOptions {
  /** How samples are stored. Default `s16`. */
  readonly sampleType?: SampleType;
}

const schema = z.strictObject({ sampleType: z.enum(SAMPLE_TYPES).default('s16') });

const createMuxer = (sampleType: SampleType): Transform<AudioFrame, Uint8Array> => {
  let first: AudioFrame | undefined;
  return {
    next(frame, emit) {
      if (first === undefined) {
        first = frame;
        const channelCount = frame.channels.length;
        const { mask } = frame.layout ?? defaultLayout(channelCount);
        const { sampleRate } = frame;
        emit(wavHeader({ sampleType, sampleRate, channelCount, channelMask: mask, rf64: false }));
      }
      if (
        frame.sampleRate !== first.sampleRate ||
        frame.channels.length !== first.channels.length
      ) {
        throw new AudioFlowError(
          'format-changed',
          `muxWav: expected ${first.sampleRate} Hz and ${first.channels.length} channels to the end, ` +
            `got ${frame.sampleRate} Hz and ${frame.channels.length}: use resample and remix before`,
        );
      }
      emit(interleave(frame, sampleType));
    },
  };
};

/**
 * Writes a WAVE stream of unknown length: frames in, bytes out, for a pipe or a socket.
 *
 * The header says 0xFFFFFFFF for the sizes that nobody knows yet, as ffmpeg does towards a pipe. For a
 * file with right sizes use `writeAudio`.
 *
 * @throws AudioFlowError `invalid-option` at once; `format-changed` through the stream.
 *
 * @example
 * import { silence } from '@audioflow/core';
 * import { muxWav } from '@audioflow/io';
 * const sizes = [];
 * silence({ sampleRate: 8000, duration: 0.1, frameLength: 800 })
 *   .pipe(muxWav({ sampleType: 's16' }))
 *   .subscribe((bytes) => sizes.push(bytes.length));
 * console.log(sizes); // [ 44, 1600 ]
 */
export const muxWav = (options: MuxWavOptions = {}): OperatorFunction<AudioFrame, Uint8Array> => {
  const { sampleType } = checkOptions('muxWav', schema, options);
  return transform(() => createMuxer(sampleType), { name: 'muxWav' });
};

import {
  type AudioFlowError,
  type AudioFrame,
  checkOptions,
  diagnostics,
  transform,
} from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import * as z from 'zod';
import type { Tags, WavInfo } from './wav-format.types.js';
import { createWavReader } from './wav-reader.js';

/** Options of {@link demuxWav}. */
export interface DemuxWavOptions {
  /** Samples per frame; the last frame may be shorter. Default 1024. */
  readonly frameLength?: number;
  /** Called once per subscription, when the samples begin. */
  readonly onInfo?: (info: WavInfo) => void;
  /** Called for each list of tags. */
  readonly onTags?: (tags: Tags) => void;
  /** Called for damage that leaves sound to play. Default: a warning through `diagnostics`. */
  readonly onWarning?: (warning: AudioFlowError) => void;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';
const callback = <F>(): z.ZodOptional<z.ZodType<F>> =>
  z.custom<F>(isFunction, 'expected a function').optional();

const schema = z.strictObject({
  frameLength: z.int().min(1).max(65_536).default(1024),
  onInfo: callback<(info: WavInfo) => void>(),
  onTags: callback<(tags: Tags) => void>(),
  onWarning: callback<(warning: AudioFlowError) => void>(),
});

/**
 * Reads a WAVE stream: bytes in, frames out.
 *
 * Bytes may come in pieces of any size. Read are RIFF, RF64 and BW64; u8, s16, s24, s32, f32, f64,
 * A-law and mu-law; plain and extensible formats. A data chunk of size 0 or 0xFFFFFFFF is read until
 * the end of the stream; truncated data end the stream with what is there and a warning.
 *
 * @throws AudioFlowError `invalid-option` at once; through the stream `malformed-data` where the bytes
 * are not WAVE, `unsupported` for other codecs inside it.
 *
 * @example
 * import { createFrame, fromFrames } from '@audioflow/core';
 * import { demuxWav, muxWav } from '@audioflow/io';
 * const tone = createFrame([Float32Array.of(0, 0.5, -0.5)], { sampleRate: 8000 });
 * fromFrames([tone])
 *   .pipe(muxWav(), demuxWav())
 *   .subscribe((frame) => console.log(frame.sampleRate, frame.channels[0].join())); // 8000 0,0.5,-0.5
 */
export const demuxWav = (
  options: DemuxWavOptions = {},
): OperatorFunction<Uint8Array, AudioFrame> => {
  const { frameLength, onInfo, onTags, onWarning } = checkOptions('demuxWav', schema, options);
  const warn = (warning: AudioFlowError): void =>
    diagnostics.warn({ operator: 'demuxWav', message: warning.message, details: warning.details });
  return transform(
    () =>
      createWavReader({
        frameLength,
        onWarning: onWarning ?? warn,
        ...(onInfo === undefined ? {} : { onInfo }),
        ...(onTags === undefined ? {} : { onTags }),
      }),
    { name: 'demuxWav' },
  );
};

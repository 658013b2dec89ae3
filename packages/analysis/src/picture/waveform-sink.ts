import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import { type StageOptions, stageShape } from '../stage/stage-options.js';
import { createPictureSink, type PictureSink } from './picture-sink.js';
import type { WaveformPictureOptions } from './waveform-options.js';
import { planWaveformPainter } from './waveform-painter.js';

/** Options of {@link waveformSink}. */
export interface WaveformSinkOptions extends WaveformPictureOptions, StageOptions {
  /** Samples of the whole, if they are known: see `PainterAudio`. */
  readonly length?: number | undefined;
}

const schema = z.strictObject({ ...stageShape, length: z.int().nonnegative().optional() });

/**
 * Makes a sink that draws the waveform of a stream of any length, in the memory of the picture: for `run`, or for `tapTo` on the way to
 * another sink.
 *
 * @throws AudioFlowError `invalid-option` at once, and from `write` when there are too many channels for the height.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { waveformSink } from '@audioflow/analysis/picture';
 * const picture = waveformSink({ width: 300, height: 100 });
 * await run(sine({ frequency: 2, duration: 2, sampleRate: 16000 }), picture);
 * console.log(picture.pixels?.height, picture.png?.[1]); // 100 80
 */
export const waveformSink = (options: WaveformSinkOptions = {}): PictureSink => {
  const { onDiscontinuity, maxGapMs, onFormatChange, length, ...drawing } = options;
  const own = { onDiscontinuity, maxGapMs, onFormatChange, length };
  const { length: expected, ...stage } = checkOptions('waveformSink', schema, own);
  const plan = planWaveformPainter('waveformSink', drawing);
  return createPictureSink('waveformSink', stage, ({ sampleRate, channels }) =>
    plan({ sampleRate, channelCount: channels.length, length: expected }),
  );
};

import { checkOptions } from '@audioflow/core';
import * as z from 'zod';
import { splitStage } from '../stage/feature.js';
import type { FeatureStageOptions } from '../stage/feature-options.js';
import { createPictureSink, type PictureSink } from './picture-sink.js';
import type { SpectrogramPictureOptions } from './spectrogram-options.js';
import { planSpectrogramPainter } from './spectrogram-painter.js';

/** Options of {@link spectrogramSink}. */
export interface SpectrogramSinkOptions extends SpectrogramPictureOptions, FeatureStageOptions {
  /** Samples of the whole, if they are known: see `PainterAudio`. */
  readonly length?: number | undefined;
}

const schema = z.strictObject({ length: z.int().nonnegative().optional() });

/**
 * Makes a sink that draws the spectrogram of a stream of any length, in the memory of the picture: for `run`, or for `tapTo` on the way to
 * another sink.
 *
 * @throws AudioFlowError `invalid-option` at once, and from `write` when the frequencies do not go with the rate.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { spectrogramSink } from '@audioflow/analysis/picture';
 * const picture = spectrogramSink({ width: 300, height: 200 });
 * await run(sine({ frequency: 1000, duration: 2, sampleRate: 16000 }), picture);
 * console.log(picture.pixels?.width, picture.png?.[1]); // 300 80
 */
export const spectrogramSink = (options: SpectrogramSinkOptions = {}): PictureSink => {
  const { stage, rest } = splitStage('spectrogramSink', options);
  const { length, ...drawing } = rest;
  const checked = checkOptions('spectrogramSink', schema, { length });
  const plan = planSpectrogramPainter('spectrogramSink', drawing);
  return createPictureSink('spectrogramSink', stage, ({ sampleRate, channels }) =>
    plan({
      sampleRate,
      channelCount: channels.length,
      channel: stage.channel,
      length: checked.length,
    }),
  );
};

import { AudioFlowError, checkOptions } from '@audioflow/core';
import { checkPlanes } from '../stage/check-planes.js';
import { drawWaveform, lanesOf } from './draw-waveform.js';
import { type PainterAudio, painterAudioSchema } from './painter-audio.js';
import type { PicturePainter } from './picture-painter.js';
import { createPlotFrame } from './plot-frame.js';
import { createWaveformCells } from './waveform-cells.js';
import { type WaveformPictureOptions, waveformPictureSettings } from './waveform-options.js';

/** What {@link createWaveformPainter} takes. */
export interface WaveformPainterInit extends WaveformPictureOptions, PainterAudio {}

/** Checks options for `owner`; answers what makes a painter when the audio is known. */
export const planWaveformPainter = (
  owner: string,
  options: WaveformPictureOptions,
): ((audio: PainterAudio) => PicturePainter) => {
  const { picture, maxLevel, clipLevel } = waveformPictureSettings(owner, options);
  return (audio) => {
    const {
      sampleRate,
      channelCount,
      length: expected,
    } = checkOptions(owner, painterAudioSchema, audio);
    const frame = createPlotFrame(owner, picture, { left: ['-0.75'], right: [] });
    const { width } = frame.plot;
    const [lane] = lanesOf(frame.plot, channelCount, picture.textSize);
    if ((lane?.height ?? 0) < 4) {
      throw new AudioFlowError(
        'invalid-option',
        `${owner}: expected a picture with 4 pixels or more for each of ${channelCount} channels, got a height of ${picture.height}`,
      );
    }
    const channels = Array.from({ length: channelCount }, () =>
      createWaveformCells({
        capacity: 2 * width,
        resolution: expected ? expected / width : 1,
        clipLevel,
      }),
    );
    return {
      push: (planes): void => {
        checkPlanes(owner, planes, channelCount);
        for (const [index, plane] of planes.entries()) channels[index]?.push(plane);
      },
      finish: () => drawWaveform({ channels, maxLevel, sampleRate }, frame),
    };
  };
};

/**
 * Makes what draws the waveform of audio that comes piece by piece, as pixels for a canvas: in the memory of the picture, however long the
 * audio.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { createWaveformPainter } from '@audioflow/analysis/picture';
 * const painter = createWaveformPainter({ sampleRate: 48000, channelCount: 2, width: 300, height: 150 });
 * for (let i = 0; i < 5; i++) painter.push([new Float32Array(9600), new Float32Array(9600)]);
 * console.log(painter.finish().width); // 300
 */
export const createWaveformPainter = (init: WaveformPainterInit): PicturePainter => {
  const { sampleRate, channelCount, length, ...options } = init;
  return planWaveformPainter(
    'createWaveformPainter',
    options,
  )({ sampleRate, channelCount, length });
};

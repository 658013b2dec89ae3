import { checkOptions } from '@audioflow/core';
import type * as z from 'zod';
import { checkChannel } from '../stage/check-channel.js';
import { checkPlanes } from '../stage/check-planes.js';
import { toMono } from '../stage/mono.js';
import { drawSpectrogram } from './draw-spectrogram.js';
import { createFrequencyBands } from './frequency-bands.js';
import { createFrequencyScale } from './frequency-scale.js';
import { frequencyTicks } from './frequency-ticks.js';
import { type PainterAudio, painterAudioSchema } from './painter-audio.js';
import type { PicturePainter } from './picture-painter.js';
import { createPlotFrame } from './plot-frame.js';
import { createSpectrogramCells } from './spectrogram-cells.js';
import {
  planSpectrogramPicture,
  type SpectrogramPictureOptions,
  type SpectrogramPictureSettings,
} from './spectrogram-options.js';

/** What {@link createSpectrogramPainter} takes. */
export interface SpectrogramPainterInit extends SpectrogramPictureOptions, PainterAudio {
  /** Which channel to look at, from 0. Default: the mean of all. */
  readonly channel?: number | undefined;
}

const BLOCK = 8192;

const paint = (
  owner: string,
  settings: SpectrogramPictureSettings,
  audio: z.output<typeof painterAudioSchema>,
): PicturePainter => {
  const { sampleRate, axis, minFrequency: low, maxFrequency: high, stft, picture } = settings;
  const { channelCount, channel, length: expected } = audio;
  const scale = createFrequencyScale(axis, low, high);
  const upright = { pixels: picture.height, textSize: picture.textSize };
  const frame = createPlotFrame(owner, picture, {
    left: frequencyTicks({ axis, low, high, scale }, upright).map(({ text }) => text),
    right: ['-000 dB'],
  });
  const { width, height } = frame.plot;
  const { frameLength: fftSize } = stft.framing;
  const bins = Math.floor(fftSize / 2) + 1;
  const bands = createFrequencyBands(scale, height, { bins, binsPerHz: fftSize / sampleRate });
  const cells = createSpectrogramCells(settings, {
    bands,
    capacity: 2 * width,
    resolution: expected ? expected / width : 1,
  });
  const mono = new Float64Array(BLOCK);
  return {
    push: (channels): void => {
      checkPlanes(owner, channels, channelCount);
      const count = channels[0]?.length ?? 0;
      for (let from = 0; from < count; from += BLOCK) {
        const part = channels.map((plane) => plane.subarray(from, from + BLOCK));
        toMono(part, channel, mono);
        cells.push(mono.subarray(0, part[0]?.length ?? 0));
      }
    },
    finish: () => drawSpectrogram({ settings, cells, bands, scale, length: cells.end() }, frame),
  };
};

/** Checks options for `owner`; answers what makes a painter when the audio is known. */
export const planSpectrogramPainter = (
  owner: string,
  options: SpectrogramPictureOptions,
): ((audio: PainterAudio & { readonly channel?: number | undefined }) => PicturePainter) => {
  const plan = planSpectrogramPicture(owner, options);
  return (audio) => {
    const checked = checkOptions(owner, painterAudioSchema, audio);
    checkChannel(owner, checked.channelCount, checked.channel);
    return paint(owner, plan(checked.sampleRate), checked);
  };
};

/**
 * Makes what draws a spectrogram of audio that comes piece by piece, as pixels for a canvas: in the memory of the picture, however long the
 * audio.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { createSpectrogramPainter } from '@audioflow/analysis/picture';
 * const painter = createSpectrogramPainter({ sampleRate: 16000, width: 300, height: 200 });
 * for (let second = 0; second < 3; second++) painter.push([new Float32Array(16000)]);
 * const { width, height, data } = painter.finish();
 * console.log(width, height, data.length); // 300 200 240000
 */
export const createSpectrogramPainter = (init: SpectrogramPainterInit): PicturePainter => {
  const { sampleRate, channelCount, length, channel, ...options } = init;
  const plan = planSpectrogramPainter('createSpectrogramPainter', options);
  return plan({ sampleRate, channelCount, length, channel });
};

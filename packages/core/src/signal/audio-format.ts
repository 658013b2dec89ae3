import { AudioFlowError } from '../error/index.js';
import { type ChannelLayout, defaultLayout } from './channel-layout.js';
import { SAMPLE_TYPES, type SampleType } from './sample-type.js';

/** How PCM lies in bytes at an edge: a file, a socket, a codec's input. In flight it is planar f32. */
export interface AudioFormat {
  /** Hz. */
  readonly sampleRate: number;
  readonly sampleType: SampleType;
  /** True: one channel after another; false: the channels of each sample side by side. */
  readonly planar: boolean;
  readonly layout: ChannelLayout;
}

/** What {@link createAudioFormat} takes: a layout, or a channel count that stands for its default. */
export interface AudioFormatInit {
  readonly sampleRate: number;
  readonly sampleType: SampleType;
  /** Default false: interleaved. */
  readonly planar?: boolean;
  readonly channelCount?: number;
  readonly layout?: ChannelLayout;
}

/**
 * Makes a format, checked: the rate above zero, at least one channel, a known sample type.
 *
 * @throws AudioFlowError `invalid-option`, naming the field, what was expected and what came.
 *
 * @example
 * import { createAudioFormat } from '@audioflow/core';
 * const cd = createAudioFormat({ sampleRate: 44100, sampleType: 's16', channelCount: 2 });
 * console.log(cd.planar, cd.layout.mask); // false 3
 */
export const createAudioFormat = (init: AudioFormatInit): AudioFormat => {
  const fail = (expected: string, came: unknown): never => {
    throw new AudioFlowError(
      'invalid-option',
      `createAudioFormat: expected ${expected}, got ${came}`,
    );
  };
  const { sampleRate, sampleType, planar = false } = init;
  if (!(Number.isFinite(sampleRate) && sampleRate > 0)) fail('a sampleRate above 0 Hz', sampleRate);
  if (!SAMPLE_TYPES.includes(sampleType)) {
    fail(`a sampleType of ${SAMPLE_TYPES.join(', ')}`, sampleType);
  }
  const layout = init.layout ?? defaultLayout(init.channelCount ?? 0);
  const { channelCount, mask } = layout;
  if (!(Number.isSafeInteger(channelCount) && channelCount > 0)) {
    fail('a channelCount above 0', channelCount);
  }
  if (init.channelCount !== undefined && init.channelCount !== channelCount) {
    fail(`a layout of channelCount ${init.channelCount}`, `one of ${channelCount}`);
  }
  if (!(Number.isSafeInteger(mask) && mask >= 0)) fail('a layout mask of 0 or more', mask);
  return { sampleRate, sampleType, planar, layout: { channelCount, mask } };
};

/**
 * Says in words in what two formats differ; the empty text means that they are equal.
 *
 * @example
 * import { createAudioFormat, describeFormatDiff } from '@audioflow/core';
 * const file = createAudioFormat({ sampleRate: 44100, sampleType: 's16', channelCount: 2 });
 * const wanted = createAudioFormat({ sampleRate: 48000, sampleType: 's16', channelCount: 2 });
 * console.log(describeFormatDiff(file, wanted)); // sampleRate: 44100 != 48000
 */
export const describeFormatDiff = (a: AudioFormat, b: AudioFormat): string => {
  const hex = (mask: number): string => `0x${mask.toString(16)}`;
  const fields: readonly (readonly [name: string, a: unknown, b: unknown])[] = [
    ['sampleRate', a.sampleRate, b.sampleRate],
    ['sampleType', a.sampleType, b.sampleType],
    ['planar', a.planar, b.planar],
    ['channelCount', a.layout.channelCount, b.layout.channelCount],
    ['mask', hex(a.layout.mask), hex(b.layout.mask)],
  ];
  return fields
    .filter(([, left, right]) => left !== right)
    .map(([name, left, right]) => `${name}: ${left} != ${right}`)
    .join(', ');
};

/**
 * Tells whether two formats are the same in every field, the speaker mask included.
 *
 * @example
 * import { audioFormatsEqual, createAudioFormat } from '@audioflow/core';
 * const stereo = createAudioFormat({ sampleRate: 48000, sampleType: 'f32', channelCount: 2 });
 * const unmarked = { ...stereo, layout: { channelCount: 2, mask: 0 } };
 * console.log(audioFormatsEqual(stereo, { ...stereo }), audioFormatsEqual(stereo, unmarked)); // true false
 */
export const audioFormatsEqual = (a: AudioFormat, b: AudioFormat): boolean =>
  describeFormatDiff(a, b) === '';

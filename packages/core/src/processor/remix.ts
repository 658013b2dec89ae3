import * as z from 'zod';
import { AudioFlowError, checkOptions } from '../error/index.js';
import { type Processor, transform } from '../operator/index.js';
import { type AudioFrame, type ChannelLayout, defaultLayout } from '../signal/index.js';
import { type MixMatrix, mixMatrix } from './mix-matrix.js';

/** Options of {@link remix}. */
export interface RemixOptions {
  /** Scale the mix down so that it cannot exceed full scale. Default true. A matrix is taken as it is. */
  readonly normalize?: boolean | undefined;
}

const schema = z.strictObject({
  target: z.union(
    [
      z.number().int().positive(),
      z.strictObject({ channelCount: z.number().int().positive(), mask: z.number().int().min(0) }),
      z.array(z.array(z.number()).min(1)).min(1),
    ],
    'expected a channel count, a layout, or a matrix with one row of finite weights per output',
  ),
});
const optionsSchema = z.strictObject({ normalize: z.boolean().default(true) });

const sameLayout = (a: ChannelLayout, b: ChannelLayout): boolean =>
  a.channelCount === b.channelCount && a.mask === b.mask;

const mixRow = (channels: readonly Float32Array[], row: readonly number[]): Float32Array => {
  const terms = row.flatMap((weight, channel) => {
    const plane = channels[channel];
    return weight === 0 || plane === undefined ? [] : [{ weight, plane }];
  });
  const [only] = terms;
  if (terms.length === 1 && only?.weight === 1) return only.plane;
  const out = new Float32Array(channels[0]?.length ?? 0);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (const { weight, plane } of terms) sum += weight * (plane[i] ?? 0);
    out[i] = sum;
  }
  return out;
};

const hex = ({ channelCount, mask }: ChannelLayout): string =>
  `${channelCount} channel(s) with the speaker mask 0x${mask.toString(16)}`;

/** The matrix for a layout, or nothing where frames pass as they are. */
const matrixFor = (
  from: ChannelLayout,
  to: ChannelLayout,
  normalize: boolean,
): MixMatrix | undefined => {
  const unnamed = to.mask === 0 && from.channelCount === to.channelCount;
  if (unnamed || sameLayout(from, to)) return undefined;
  const matrix = mixMatrix(from, to, normalize);
  if (matrix !== undefined) return matrix;
  throw new AudioFlowError(
    'unsupported',
    `remix: expected layouts that say where each channel belongs, got ${hex(from)} to ${hex(to)}: ` +
      'set the layout of the frames, name the target layout, or give a matrix',
    { details: { from, to } },
  );
};

/** Made once per subscription: the matrix is worked out again only when the layout changes. */
const layoutMixer = (target: ChannelLayout, normalize: boolean) => {
  let from: ChannelLayout | undefined;
  let matrix: MixMatrix | undefined;
  return (frame: AudioFrame): AudioFrame => {
    const layout = frame.layout ?? defaultLayout(frame.channels.length);
    if (from === undefined || !sameLayout(from, layout)) {
      matrix = matrixFor(layout, target, normalize);
      from = layout;
    }
    if (matrix === undefined) return frame;
    const channels = matrix.map((row) => mixRow(frame.channels, row));
    return { ...frame, channels, layout: target };
  };
};

const matrixMixer =
  (matrix: MixMatrix) =>
  ({ layout: _, ...frame }: AudioFrame): AudioFrame => {
    const width = matrix[0]?.length ?? 0;
    if (frame.channels.length !== width) {
      throw new AudioFlowError(
        'unsupported',
        `remix: expected ${width} channel(s) as the matrix has columns, got ${frame.channels.length}`,
      );
    }
    return { ...frame, channels: matrix.map((row) => mixRow(frame.channels, row)) };
  };

/**
 * Changes the channels of a stream: by their number, by layout, or by a matrix of your own.
 *
 * Weights between layouts are those of ITU-R BS.775-3 (centre and surrounds at -3 dB in the front,
 * low frequency effects left out), the whole mix scaled down so that it cannot exceed full scale:
 * stereo to mono is the mean of both. Mono plays on both sides of stereo at its own level, and in the
 * centre of more. Frames that fit already pass as they are.
 *
 * A layout is taken from the frames, else it is the default of the channel count; above two channels
 * that says nothing, so give those frames a layout, or a matrix here. Samples in a matrix' outputs
 * may exceed full scale: nothing clips in floats.
 *
 * @param target A channel count (1 is mono, 2 stereo), a layout such as `LAYOUTS['5.1']`, or one row of
 * weights per output channel with a column per input channel.
 * @throws AudioFlowError `invalid-option` at once; through the stream `unsupported` when a layout does
 * not say where a channel belongs, or the channels are not as many as the matrix has columns.
 *
 * @example
 * import { createFrame, fromFrames, remix } from '@audioflow/core';
 * const stereo = createFrame([Float32Array.of(1), Float32Array.of(0.5)], { sampleRate: 48000 });
 * fromFrames([stereo]).pipe(remix(1)).subscribe((out) => console.log(out.channels[0][0])); // 0.75
 * const swapped = fromFrames([stereo]).pipe(remix([[0, 1], [1, 0]]));
 * swapped.subscribe((out) => console.log(out.channels[0][0], out.channels[1][0])); // 0.5 1
 */
export const remix = (
  target: number | ChannelLayout | MixMatrix,
  options: RemixOptions = {},
): Processor => {
  const { target: wanted } = checkOptions('remix', schema, { target });
  const { normalize } = checkOptions('remix', optionsSchema, options);
  if (Array.isArray(wanted) && wanted.some((row) => row.length !== wanted[0]?.length)) {
    throw new AudioFlowError('invalid-option', 'remix: expected matrix rows of equal length');
  }
  return transform<AudioFrame, AudioFrame>(
    () => {
      const layout = typeof wanted === 'number' ? defaultLayout(wanted) : wanted;
      const mix = Array.isArray(layout) ? matrixMixer(layout) : layoutMixer(layout, normalize);
      return {
        next: (frame, emit): void => {
          if (frame.length > 0) emit(mix(frame));
        },
      };
    },
    { name: 'remix' },
  );
};

import { AudioFlowError, checkOptions } from '@audioflow/core';
import { createWindow, type WindowName } from '@audioflow/core/dsp';
import * as z from 'zod';
import type { Framing, PadMode } from '../stage/framer.js';

/** How a spectrogram is taken. Defaults are librosa's. */
export interface StftOptions {
  /** Samples of each transform, any number. Default 2048. */
  readonly fftSize?: number | undefined;
  /** Samples from one frame to the next. Default: a quarter of the window. */
  readonly hopLength?: number | undefined;
  /** Samples of the window, which stands in the middle of the frame. Default: fftSize. */
  readonly windowLength?: number | undefined;
  /** Name of a periodic window, or its `windowLength` samples. Default 'hann'. */
  readonly window?: WindowName | Float64Array | Float32Array | undefined;
  /** Centre frame k on sample k * hopLength, with padded ends; else it begins there. Default true. */
  readonly center?: boolean | undefined;
  /** What the ends are padded with: librosa pads with zeros ('constant'), Whisper by reflection. Default 'constant'. */
  readonly padMode?: PadMode | undefined;
}

/** {@link StftOptions}, checked and worked out. */
export interface StftSettings {
  readonly framing: Framing;
  /** `fftSize` samples: the window with zeros around it. */
  readonly window: Float64Array;
}

const isSamples = (value: unknown): value is Float32Array | Float64Array =>
  ArrayBuffer.isView(value) && /^Float(32|64)Array$/.test(value.constructor.name);

const windowNames = [
  'hann',
  'hamming',
  'blackman',
  'nuttall',
  'blackman-harris',
  'flat-top',
  'bartlett',
  'rectangular',
  'kaiser',
] as const satisfies readonly WindowName[];

/** The shape of {@link StftOptions}. */
export const stftShape: {
  readonly fftSize: z.ZodDefault<z.ZodInt>;
  readonly hopLength: z.ZodOptional<z.ZodInt>;
  readonly windowLength: z.ZodOptional<z.ZodInt>;
  readonly window: z.ZodDefault<
    z.ZodUnion<
      readonly [
        z.ZodEnum<{ readonly [K in WindowName]: K }>,
        z.ZodCustom<Float32Array | Float64Array, Float32Array | Float64Array>,
      ]
    >
  >;
  readonly center: z.ZodDefault<z.ZodBoolean>;
  readonly padMode: z.ZodDefault<
    z.ZodEnum<{ constant: 'constant'; reflect: 'reflect'; edge: 'edge' }>
  >;
} = {
  fftSize: z.int().min(2).max(4_194_304).default(2048),
  hopLength: z.int().positive().optional(),
  windowLength: z.int().positive().optional(),
  window: z
    .union([z.enum(windowNames), z.custom<Float32Array | Float64Array>(isSamples)])
    .default('hann'),
  center: z.boolean().default(true),
  padMode: z.enum(['constant', 'reflect', 'edge']).default('constant'),
};

const schema = z.strictObject(stftShape);

/** Works out {@link StftOptions} for `owner`. */
export const stftSettings = (owner: string, options: StftOptions): StftSettings => {
  const checked = checkOptions(owner, schema, options);
  const { fftSize, window, center, padMode } = checked;
  const custom = typeof window === 'string' ? undefined : window;
  const windowLength = checked.windowLength ?? custom?.length ?? fftSize;
  if (windowLength > fftSize || (custom && custom.length !== windowLength)) {
    throw new AudioFlowError(
      'invalid-option',
      `${owner}: expected a window of ${custom ? windowLength : 'at most fftSize'} samples ` +
        `(fftSize ${fftSize}), got ${custom?.length ?? windowLength}`,
    );
  }
  const hopLength = checked.hopLength ?? Math.max(1, Math.floor(windowLength / 4));
  const padded = new Float64Array(fftSize);
  const shape = typeof window === 'string' ? createWindow(window, windowLength) : window;
  padded.set(shape, Math.floor((fftSize - windowLength) / 2));
  return { framing: { frameLength: fftSize, hopLength, center, padMode }, window: padded };
};

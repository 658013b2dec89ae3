import { AudioFlowError } from '@audioflow/core';
import type { CodedSampleType } from '../codec-engine.js';
import type { NativeSampleFormat } from './choose-sample-format.js';
import { createFrameStore } from './frame-store.js';
import type { NativeLayout } from './native-layout.js';
import type { NativeLibrary } from './native-library.js';
import { roundToS24 } from './round-to-s24.js';

type NativeFrame = InstanceType<NativeLibrary['av']['Frame']>;
type NativeResampler = InstanceType<NativeLibrary['av']['SoftwareResampleContext']>;

/** The planes that an encoder's input fills, and the native frame that the encoder is given of them. */
export interface FrameInput {
  /** Views of native memory, one per channel: never hand them out. */
  readonly planes: readonly Float32Array[];
  /** The native frame with the first `samples` samples of the planes, in the encoder's format. */
  frame(samples: number): NativeFrame;
  /** Makes everything writable again should the encoder have kept the frame. */
  reclaim(): void;
  free(): void;
}

/** What a {@link FrameInput} is made for. */
export interface FrameInputInit {
  readonly sampleRate: number;
  readonly layout: NativeLayout;
  /** Samples per channel. */
  readonly capacity: number;
  readonly sampleFormat: NativeSampleFormat;
  readonly sampleType?: CodedSampleType | undefined;
}

/** Makes the input side of an encoder; floats are brought into its sample format by libswresample. */
export const createFrameInput = (library: NativeLibrary, init: FrameInputInit): FrameInput => {
  const { av, constants } = library;
  const { sampleRate, layout, capacity, sampleFormat, sampleType } = init;
  const store = createFrameStore(library, init);
  /** Samples that the store's frame says to have: to ask it costs as much as to set it. */
  let length = capacity;
  /** Only where the encoder takes another format. */
  let converter: { readonly resampler: NativeResampler; readonly frame: NativeFrame } | undefined;

  const free = (): void => {
    converter?.resampler.free();
    converter?.frame.free();
    store.free();
  };
  const check = (status: number): void => {
    if (status >= 0) return;
    const reason = new av.FFmpegError(status).message;
    throw new AudioFlowError('io', `native engine: samples could not be converted: ${reason}`, {
      details: { status },
    });
  };
  const allocate = (frame: NativeFrame): void => {
    frame.format = sampleFormat;
    frame.sampleRate = sampleRate;
    frame.channelLayout = layout;
    frame.nbSamples = capacity;
    check(frame.getBuffer());
  };
  const openConverter = (): void => {
    const resampler = new av.SoftwareResampleContext();
    const frame = new av.Frame();
    converter = { resampler, frame };
    frame.alloc();
    const { AV_SAMPLE_FMT_FLTP: planar } = constants;
    check(resampler.allocSetOpts2(layout, sampleFormat, sampleRate, layout, planar, sampleRate));
    check(resampler.init());
    allocate(frame);
  };
  const convert = ({ resampler, frame }: NonNullable<typeof converter>): NativeFrame => {
    if (sampleType === 's24') for (const plane of store.planes) roundToS24(plane, length);
    // Each conversion lowers it to what came out, and would cap the next one.
    frame.nbSamples = capacity;
    check(resampler.convertFrame(frame, store.frame));
    return frame;
  };

  try {
    if (sampleFormat !== constants.AV_SAMPLE_FMT_FLTP) openConverter();
  } catch (error) {
    free();
    throw error;
  }
  return {
    get planes() {
      return store.planes;
    },
    frame: (samples) => {
      if (length !== samples) {
        store.frame.nbSamples = samples;
        length = samples;
      }
      return converter === undefined ? store.frame : convert(converter);
    },
    reclaim: () => {
      if (store.reclaim()) length = capacity;
      if (converter === undefined || converter.frame.isWritable) return;
      converter.frame.unref();
      allocate(converter.frame);
    },
    free,
  };
};

import { AudioFlowError } from '@audioflow/core';
import { createFrameStore, type FrameStore } from './frame-store.js';
import type { NativeLibrary } from './native-library.js';

type NativeFrame = InstanceType<NativeLibrary['av']['Frame']>;
type NativeResampler = InstanceType<NativeLibrary['av']['SoftwareResampleContext']>;
type SampleFormat = NativeLibrary['constants']['AV_SAMPLE_FMT_FLTP'];

/** Rate and channel count of decoded audio. */
export interface FloatFormat {
  readonly sampleRate: number;
  readonly channelCount: number;
}

/** Brings decoded native frames of any sample format into planes of our own. */
export interface FloatOutput {
  /** The format of the last frame; undefined before the first. */
  readonly format: FloatFormat | undefined;
  /** Fresh planes with the samples of a decoded frame of the given sample format. */
  convert(decoded: NativeFrame, sampleFormat: SampleFormat): Float32Array[];
  free(): void;
}

/**
 * Makes the output side of a decoder. Frames pass through libswresample into one persistent frame,
 * which is cheaper than a view of each new native frame and converts every sample format in C.
 */
export const createFloatOutput = (library: NativeLibrary): FloatOutput => {
  const { av, constants } = library;
  let resampler: NativeResampler | undefined;
  let store: FrameStore | undefined;
  let format: FloatFormat | undefined;
  let inputFormat: SampleFormat | undefined;

  const release = (): void => {
    resampler?.free();
    store?.free();
    resampler = undefined;
    store = undefined;
  };

  const failed = (status: number): never => {
    throw new AudioFlowError(
      'malformed-data',
      `native engine: decoded audio could not be converted: ${new av.FFmpegError(status).message}`,
      { details: { status } },
    );
  };

  const prepare = (decoded: NativeFrame, sampleFormat: SampleFormat): FrameStore => {
    const { sampleRate, channels: channelCount, channelLayout: layout, nbSamples } = decoded;
    release();
    format = { sampleRate, channelCount };
    inputFormat = sampleFormat;
    const made = new av.SoftwareResampleContext();
    resampler = made;
    const status = made.allocSetOpts2(
      layout,
      constants.AV_SAMPLE_FMT_FLTP,
      sampleRate,
      layout,
      sampleFormat,
      sampleRate,
    );
    if (status < 0) failed(status);
    const opened = made.init();
    if (opened < 0) failed(opened);
    store = createFrameStore(library, { sampleRate, layout, capacity: Math.max(2048, nbSamples) });
    return store;
  };

  const fits = (decoded: NativeFrame, sampleFormat: SampleFormat): boolean =>
    format !== undefined &&
    store !== undefined &&
    decoded.nbSamples <= store.capacity &&
    sampleFormat === inputFormat &&
    decoded.channels === format.channelCount &&
    decoded.sampleRate === format.sampleRate;

  return {
    get format() {
      return format;
    },
    convert: (decoded, sampleFormat) => {
      const count = decoded.nbSamples;
      let target = fits(decoded, sampleFormat) ? store : undefined;
      target ??= prepare(decoded, sampleFormat);
      // Each conversion lowers it to what came out, and would cap the next one.
      target.frame.nbSamples = target.capacity;
      let status = resampler?.convertFrame(target.frame, decoded) ?? 0;
      if (status < 0) {
        // The layout may have changed under an equal channel count.
        target = prepare(decoded, sampleFormat);
        status = resampler?.convertFrame(target.frame, decoded) ?? 0;
      }
      if (status < 0) failed(status);
      const length = Math.min(count, target.frame.nbSamples);
      return target.planes.map((plane) => plane.slice(0, length));
    },
    free: release,
  };
};

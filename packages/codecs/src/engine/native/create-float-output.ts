import { AudioFlowError } from '@audioflow/core';
import type { StreamFormat } from '../decoder-policies.js';
import { createFrameStore, type FrameStore } from './frame-store.js';
import { type NativeLayout, nativeLayout } from './native-layout.js';
import type { NativeLibrary } from './native-library.js';
import { createPlaneSlab } from './plane-slab.js';

type NativeFrame = InstanceType<NativeLibrary['av']['Frame']>;
type NativeResampler = InstanceType<NativeLibrary['av']['SoftwareResampleContext']>;
type SampleFormat = NativeLibrary['constants']['AV_SAMPLE_FMT_FLTP'];

/** Planes of a native frame that node-av shows. */
const MOST_CHANNELS = 8;

/** Lengths of frames whose views are kept. */
const MOST_VIEWS = 16;

/** Brings decoded native frames of any sample format into planes of our own. */
export interface FloatOutput {
  /** The format of the last frame; undefined before the first. */
  readonly format: StreamFormat | undefined;
  /**
   * Fresh planes with the samples of a decoded frame of the given sample format. `inspect` sees, and
   * may mend, the samples before they are copied.
   */
  convert(
    decoded: NativeFrame,
    sampleFormat: () => SampleFormat,
    inspect: (samples: Float32Array) => void,
  ): Float32Array[];
  free(): void;
}

/**
 * Makes the output side of a decoder. Frames are brought into one persistent native frame: by a plain
 * copy while they are planar floats of the same shape as before, else by libswresample, which converts
 * every sample format in C. Either is cheaper than a view of each new native frame.
 */
export const createFloatOutput = (library: NativeLibrary): FloatOutput => {
  const { av, constants } = library;
  const copy = createPlaneSlab();
  let resampler: NativeResampler | undefined;
  let store: FrameStore | undefined;
  let format: StreamFormat | undefined;
  /** What frames are given that say how many channels they have, but not which (Speex). */
  let usualLayout: NativeLayout | undefined;
  /** Views of as many samples of the store as the last frame had. */
  let filled: readonly Float32Array[] = [];
  /** Those of lengths that came before: blocks of Vorbis have one of a few. */
  const views = new Map<number, readonly Float32Array[]>();

  const release = (): void => {
    resampler?.free();
    store?.free();
    resampler = undefined;
    store = undefined;
    filled = [];
    views.clear();
  };

  const failed = (status: number): AudioFlowError =>
    new AudioFlowError(
      'malformed-data',
      `native engine: decoded audio could not be converted: ${new av.FFmpegError(status).message}`,
      { details: { status } },
    );

  const openResampler = (decoded: NativeFrame, sampleFormat: SampleFormat): NativeResampler => {
    const { sampleRate, channelLayout: layout } = decoded;
    const { AV_SAMPLE_FMT_FLTP: planar } = constants;
    const made = new av.SoftwareResampleContext();
    resampler = made;
    const status = made.allocSetOpts2(layout, planar, sampleRate, layout, sampleFormat, sampleRate);
    if (status < 0) throw failed(status);
    const opened = made.init();
    if (opened < 0) throw failed(opened);
    return made;
  };

  /** The first `count` samples of the store. */
  const view = ({ planes }: FrameStore, count: number): readonly Float32Array[] => {
    if (filled[0]?.length === count) return filled;
    filled = views.get(count) ?? planes.map((plane) => plane.subarray(0, count));
    if (views.size < MOST_VIEWS) views.set(count, filled);
    return filled;
  };

  /** A plain copy; undefined for a frame of another format or layout, or of more samples than fit. */
  const copyInto = (target: FrameStore, decoded: NativeFrame): typeof filled | undefined => {
    const { frame, capacity } = target;
    // FFmpeg compares format, layout and length.
    if (frame.copy(decoded) >= 0) return filled;
    const count = decoded.nbSamples;
    if (count > capacity) return undefined;
    frame.nbSamples = count;
    return frame.copy(decoded) < 0 ? undefined : view(target, count);
  };

  /** A conversion; undefined for a frame of another format or layout, or of more samples than fit. */
  const convertInto = (target: FrameStore, decoded: NativeFrame): typeof filled | undefined => {
    const { frame, capacity } = target;
    const count = decoded.nbSamples;
    if (count > capacity || decoded.channels !== format?.channelCount) return undefined;
    // Each conversion lowers it to what came out, and would cap the next one.
    frame.nbSamples = capacity;
    if (resampler === undefined || resampler.convertFrame(frame, decoded) < 0) return undefined;
    return view(target, Math.min(count, frame.nbSamples));
  };

  /** Fills the store with a frame of the same kind as before; undefined where it is none. */
  const refill = (decoded: NativeFrame): typeof filled | undefined => {
    if (store === undefined || decoded.sampleRate !== format?.sampleRate) return undefined;
    // Asked only where it matters: each getter of a native frame costs.
    if (usualLayout !== undefined && usualLayout.nbChannels === decoded.channels) {
      decoded.channelLayout = usualLayout;
    }
    return resampler === undefined ? copyInto(store, decoded) : convertInto(store, decoded);
  };

  /** Makes a store for frames of another kind than before, and fills it. */
  const reshape = (decoded: NativeFrame, sampleFormat: SampleFormat): typeof filled => {
    const { sampleRate, channels: channelCount, nbSamples } = decoded;
    if (channelCount < 1 || channelCount > MOST_CHANNELS) {
      throw new AudioFlowError(
        'unsupported',
        `native engine: expected 1 to ${MOST_CHANNELS} channels, got decoded audio of ${channelCount}`,
        { details: { channelCount } },
      );
    }
    release();
    const isTold = (decoded.channelLayout.mask ?? 0n) !== 0n;
    usualLayout = isTold ? undefined : nativeLayout(library, channelCount);
    if (usualLayout !== undefined) decoded.channelLayout = usualLayout;
    const { channelLayout: layout } = decoded;
    format = { sampleRate, channelCount };
    const capacity = Math.max(2048, nbSamples);
    store = createFrameStore(library, { sampleRate, layout, capacity });
    filled = store.planes;
    if (sampleFormat === constants.AV_SAMPLE_FMT_FLTP) {
      const copied = copyInto(store, decoded);
      if (copied !== undefined) return copied;
    }
    resampler = openResampler(decoded, sampleFormat);
    const converted = convertInto(store, decoded);
    if (converted === undefined) throw failed(constants.AVERROR_EINVAL);
    return converted;
  };

  return {
    get format() {
      return format;
    },
    convert: (decoded, sampleFormat, inspect) => {
      const planes = refill(decoded) ?? reshape(decoded, sampleFormat());
      const made: Float32Array[] = [];
      for (const plane of planes) {
        inspect(plane);
        made.push(copy(plane));
      }
      return made;
    },
    free: release,
  };
};

import { AudioFlowError } from '@audioflow/core';
import type { NativeLayout } from './native-layout.js';
import type { NativeLibrary } from './native-library.js';

type NativeFrame = InstanceType<NativeLibrary['av']['Frame']>;

/** One native frame of planar floats with the views of its planes: it lives as long as its session. */
export interface FrameStore {
  readonly frame: NativeFrame;
  readonly capacity: number;
  /** Views of native memory, one per channel: never hand them out. */
  readonly planes: readonly Float32Array[];
  /** Makes the planes writable again should the codec have kept the frame: true if they are new ones, of full length. */
  reclaim(): boolean;
  free(): void;
}

/** What a {@link FrameStore} is made for. */
export interface FrameStoreInit {
  readonly sampleRate: number;
  readonly layout: NativeLayout;
  /** Samples per channel. */
  readonly capacity: number;
}

/** Allocates a {@link FrameStore}; its planes begin as silence. */
export const createFrameStore = (library: NativeLibrary, init: FrameStoreInit): FrameStore => {
  const { av, constants } = library;
  const { sampleRate, layout, capacity } = init;
  const frame = new av.Frame();
  frame.alloc();
  let planes: Float32Array[] = [];
  const allocate = (): void => {
    frame.format = constants.AV_SAMPLE_FMT_FLTP;
    frame.sampleRate = sampleRate;
    frame.channelLayout = layout;
    frame.nbSamples = capacity;
    const status = frame.getBuffer();
    const data = status < 0 ? null : frame.data;
    if (data === null || data.length < layout.nbChannels) {
      frame.free();
      throw new AudioFlowError(
        'io',
        `native engine: no memory for ${capacity} samples (${status})`,
      );
    }
    planes = [];
    for (const bytes of data.slice(0, layout.nbChannels)) {
      if (bytes.byteLength < capacity * 4) {
        throw new AudioFlowError('io', `native engine: a plane of ${bytes.byteLength} bytes`);
      }
      const plane = new Float32Array(bytes.buffer, bytes.byteOffset, capacity);
      planes.push(plane.fill(0));
    }
  };
  allocate();
  return {
    frame,
    capacity,
    get planes() {
      return planes;
    },
    reclaim: () => {
      if (frame.isWritable) return false;
      frame.unref();
      allocate();
      return true;
    },
    free: () => {
      planes = [];
      frame.free();
    },
  };
};

import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import type { FeatureFrame, FrameKernel } from './feature.types.js';
import { measuring } from './measuring.js';
import { createMonoFramer } from './mono-framer.js';
import type { StageSettings } from './stage-options.js';

/** {@link FeatureStageOptions}, checked. */
export interface FeatureSettings extends StageSettings {
  readonly channel?: number | undefined;
}

/** Makes an operator of a kernel of frames: mono, framing, and what `shape` makes of each row. */
export const frameStream = <O>(
  name: string,
  settings: FeatureSettings,
  begin: (first: AudioFrame) => {
    readonly kernel: FrameKernel;
    /** Leave out the last frame of all: the one whose middle is nearest to the end. */
    readonly dropLast?: boolean;
    shape(row: Float64Array, pts: number): O;
  },
): OperatorFunction<AudioFrame, O> =>
  measuring(name, settings, (first) => {
    const { kernel, shape, dropLast = false } = begin(first);
    const { channel } = settings;
    const framer = createMonoFramer(name, first, { framing: kernel.framing, channel });
    const row = new Float64Array(kernel.size);
    let pts = first.pts;
    const takeTo = (emit: (output: O) => boolean) => (samples: Float64Array, offset: number) => {
      kernel.process(samples, offset, row);
      emit(shape(row, pts));
      pts += kernel.framing.hopLength;
    };
    return {
      push: (frame, emit) => framer.push(frame, takeTo(emit)),
      flush: (emit): void => {
        if (!dropLast) {
          framer.flush(takeTo(emit));
          return;
        }
        let held: O | undefined;
        const take = takeTo((output) => {
          const before = held;
          held = output;
          return before === undefined || emit(before);
        });
        framer.flush(take);
      },
    };
  });

/** Makes an operator that puts out a {@link FeatureFrame} for each frame of a kernel. */
export const featureStream = (
  name: string,
  settings: FeatureSettings,
  create: (sampleRate: number) => FrameKernel,
): OperatorFunction<AudioFrame, FeatureFrame> =>
  frameStream(name, settings, ({ sampleRate }) => ({
    kernel: create(sampleRate),
    shape: (row, pts) => ({ pts, sampleRate, values: Float32Array.from(row) }),
  }));

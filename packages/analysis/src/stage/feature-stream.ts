import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { checkChannel } from './check-channel.js';
import type { FeatureFrame, FrameKernel } from './feature.types.js';
import { createKernelRows } from './kernel-rows.js';
import { measuring } from './measuring.js';
import type { Samples } from './mono.js';
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
    shape(row: Samples, pts: number): O;
  },
): OperatorFunction<AudioFrame, O> =>
  measuring(name, settings, (first) => {
    const { kernel, shape, dropLast = false } = begin(first);
    const { channel } = settings;
    checkChannel(name, first.channels.length, channel);
    const rows = createKernelRows(kernel);
    let pts = first.pts;
    const takeTo = (emit: (output: O) => boolean) => (row: Samples) => {
      emit(shape(row, pts));
      pts += kernel.framing.hopLength;
    };
    return {
      push: (frame, emit) => rows.push(frame.channels, channel, takeTo(emit)),
      flush: (emit): void => {
        if (!dropLast) {
          rows.flush(takeTo(emit));
          return;
        }
        let held: O | undefined;
        const take = takeTo((output) => {
          const before = held;
          held = output;
          return before === undefined || emit(before);
        });
        rows.flush(take);
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
    shape: (row, pts) => ({ pts, sampleRate, values: new Float32Array(row) }),
  }));

import { type AudioFrame, type Processor, transform } from '@audioflow/core';

/** Counts `pts` on from 0 whatever the source says: a loop, or a stream with gaps, is one line. */
export const continuousTime = (): Processor =>
  transform<AudioFrame, AudioFrame>(
    () => {
      let pts = 0;
      return {
        next: (frame, emit) => {
          emit({ ...frame, pts });
          pts += frame.length;
        },
      };
    },
    { name: 'continuousTime' },
  );

import type { AudioFrame } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { checkChannel } from '../stage/check-channel.js';
import type { FeatureSettings } from '../stage/feature-stream.js';
import { createKernelRows } from '../stage/kernel-rows.js';
import type { Emit } from '../stage/measurement.js';
import { measuring } from '../stage/measuring.js';
import type { Samples } from '../stage/mono.js';
import type { PitchFrame } from './pitch.types.js';
import type { PitchSettings } from './pitch-options.js';
import { createPyin } from './pyin-kernel.js';

/** Makes the operator of pYIN: each frame is decided `lagMs` later, or at the end. */
export const pyinStream = (
  stage: FeatureSettings,
  lagMs: number,
  plan: (sampleRate: number) => PitchSettings,
): OperatorFunction<AudioFrame, PitchFrame> =>
  measuring('pitch', stage, (first) => {
    const { sampleRate } = first;
    const settings = plan(sampleRate);
    const { framing } = settings;
    const lag = Math.round((lagMs * sampleRate) / 1000 / framing.hopLength);
    const { kernel, decoder, voicedAt, frequencyOf } = createPyin(settings, lag);
    const { channel } = stage;
    checkChannel('pitch', first.channels.length, channel);
    const rows = createKernelRows(kernel);
    /** How likely the frames that are not decided are to have a pitch. */
    const held: number[] = [];
    let { pts } = first;
    const tellTo = (emit: Emit<PitchFrame>) => (state: number) => {
      emit({ pts, sampleRate, frequency: frequencyOf(state), confidence: held.shift() ?? 0 });
      pts += framing.hopLength;
    };
    const takeTo = (emit: Emit<PitchFrame>) => {
      const tell = tellTo(emit);
      return (row: Samples): void => {
        held.push(row[voicedAt] ?? 0);
        decoder.push(row, tell);
      };
    };
    return {
      push: (frame, emit) => rows.push(frame.channels, channel, takeTo(emit)),
      flush: (emit): void => {
        rows.flush(takeTo(emit));
        decoder.end(tellTo(emit));
      },
    };
  });

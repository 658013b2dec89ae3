import {
  type ContinuityVerdict,
  createContinuity,
  createFormatWatch,
  type DiscontinuityPolicy,
  type ResamplerQuality,
} from '../dsp/index.js';
import type { Transform } from '../operator/index.js';
import { type AudioFrame, rescalePts } from '../signal/index.js';
import { createPassage, type EmitFrame, type Passage } from './resample-passage.js';

/** The options of `resample`, checked. */
export interface ResampleSettings {
  readonly sampleRate: number;
  readonly quality: ResamplerQuality;
  readonly onDiscontinuity: DiscontinuityPolicy;
  readonly maxGapMs: number;
  readonly onFormatChange: 'restart' | 'error';
}

/** The kernel of `resample`. */
export const createResampleKernel = (
  settings: ResampleSettings,
): Transform<AudioFrame, AudioFrame> => {
  const { sampleRate, onFormatChange } = settings;
  const continuity = createContinuity('resample', settings);
  const formats = createFormatWatch('resample', onFormatChange);
  let passage: Passage | undefined;
  /** Where the last passage ended. */
  let endPts: number | undefined;

  const finish = (emit: EmitFrame): void => {
    passage?.finish(emit);
    endPts = passage?.nextPts ?? endPts;
    passage = undefined;
  };
  const begin = (first: AudioFrame, gap: number): Passage => {
    const exact = rescalePts(first.pts, first.sampleRate, sampleRate);
    // Rounding may put the end of one passage a sample beyond the beginning of the next.
    const startPts = gap >= 0 && endPts === exact + 1 ? endPts : exact;
    return createPassage(first, { ...settings, startPts });
  };
  const take = (frame: AudioFrame, verdict: ContinuityVerdict, emit: EmitFrame): void => {
    if (verdict.action === 'reset') finish(emit);
    passage ??= begin(frame, verdict.gap);
    if (verdict.action === 'silence') passage.fill(verdict.gap, emit);
    passage.take(frame, emit);
  };
  return {
    next: (frame, emit): void => {
      if (frame.length === 0) return;
      if (formats.isOther(frame)) {
        finish(emit);
        continuity.reset();
      }
      if (frame.sampleRate === sampleRate) emit(frame);
      else take(frame, continuity.check(frame), emit);
    },
    flush: finish,
  };
};

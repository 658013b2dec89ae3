import {
  type ContinuityVerdict,
  createContinuity,
  createResampler,
  type DiscontinuityPolicy,
  type Resampler,
  type ResamplerQuality,
} from '../dsp/index.js';
import { AudioFlowError } from '../error/index.js';
import type { Transform } from '../operator/index.js';
import { type AudioFrame, defaultLayout, rescalePts } from '../signal/index.js';

/** The options of `resample`, checked. */
export interface ResampleSettings {
  readonly sampleRate: number;
  readonly quality: ResamplerQuality;
  readonly onDiscontinuity: DiscontinuityPolicy;
  readonly maxGapMs: number;
  readonly onFormatChange: 'restart' | 'error';
}

type Emit = (frame: AudioFrame) => boolean;

/** What is resampled in one go: frames of one format without a jump. */
interface Passage {
  readonly resampler: Resampler;
  /** The first input frame: it has the format. */
  readonly first: AudioFrame;
  /** Output pts of the passage's first sample, and of the next one. */
  readonly startPts: number;
  nextPts: number;
  /** The last input frame. */
  last: AudioFrame;
}

const SILENCE = 4096;

const describe = ({ sampleRate, channels, layout }: AudioFrame): string => {
  const { mask } = layout ?? defaultLayout(channels.length);
  return `${sampleRate} Hz, ${channels.length} channel(s), mask 0x${mask.toString(16)}`;
};

const sameFormat = (a: AudioFrame, b: AudioFrame): boolean =>
  a.sampleRate === b.sampleRate &&
  a.channels.length === b.channels.length &&
  (a.layout === b.layout || describe(a) === describe(b));

/** Capture time of the next output: that of the last input, moved by the time between the two. */
const captureTime = (passage: Passage, sampleRate: number): number | undefined => {
  const { first, last, nextPts, startPts } = passage;
  if (last.capturedAt === undefined) return undefined;
  const output = (nextPts - startPts) / sampleRate;
  const input = (last.pts - first.pts) / first.sampleRate;
  return last.capturedAt + (output - input) * 1000;
};

/** The kernel of `resample`. */
export const createResampleKernel = (
  settings: ResampleSettings,
): Transform<AudioFrame, AudioFrame> => {
  const { sampleRate, quality, onFormatChange } = settings;
  const continuity = createContinuity('resample', settings);
  let format: AudioFrame | undefined;
  let passage: Passage | undefined;
  /** Where the last passage ended. */
  let endPts: number | undefined;

  const put = (from: Passage, channels: readonly Float32Array[], emit: Emit): boolean => {
    const length = channels[0]?.length ?? 0;
    if (length === 0) return true;
    const { layout } = from.first;
    const capturedAt = captureTime(from, sampleRate);
    const frame: AudioFrame = { kind: 'pcm', sampleRate, channels, length, pts: from.nextPts };
    from.nextPts += length;
    return emit({
      ...frame,
      ...(layout === undefined ? {} : { layout }),
      ...(capturedAt === undefined ? {} : { capturedAt }),
    });
  };
  const begin = (first: AudioFrame, gap: number): Passage => {
    const channelCount = first.channels.length;
    const inputRate = first.sampleRate;
    const resampler = createResampler({ inputRate, outputRate: sampleRate, channelCount, quality });
    const exact = rescalePts(first.pts, inputRate, sampleRate);
    // Rounding may put the end of one passage a sample beyond the beginning of the next.
    const startPts = gap >= 0 && endPts === exact + 1 ? endPts : exact;
    return { resampler, first, startPts, nextPts: startPts, last: first };
  };
  const finish = (emit: Emit): void => {
    if (passage !== undefined) {
      put(passage, passage.resampler.flush(), emit);
      endPts = passage.nextPts;
    }
    passage = undefined;
  };
  const fill = (into: Passage, gap: number, emit: Emit): void => {
    for (let rest = gap; rest > 0; rest -= SILENCE) {
      const silence = new Float32Array(Math.min(rest, SILENCE));
      const planes = into.first.channels.map(() => silence);
      if (!put(into, into.resampler.process(planes), emit)) return;
    }
  };
  const changeFormat = (before: AudioFrame, frame: AudioFrame, emit: Emit): void => {
    if (onFormatChange === 'error') {
      throw new AudioFlowError(
        'format-changed',
        `resample: expected ${describe(before)} as before, got ${describe(frame)}: ` +
          "convert before, or set onFormatChange: 'restart'",
      );
    }
    finish(emit);
    continuity.reset();
    format = frame;
  };
  const take = (frame: AudioFrame, verdict: ContinuityVerdict, emit: Emit): void => {
    if (verdict.action === 'reset') finish(emit);
    passage ??= begin(frame, verdict.gap);
    if (verdict.action === 'silence') fill(passage, verdict.gap, emit);
    passage.last = frame;
    put(passage, passage.resampler.process(frame.channels), emit);
  };
  return {
    next: (frame, emit): void => {
      if (frame.length === 0) return;
      format ??= frame;
      if (!sameFormat(frame, format)) changeFormat(format, frame, emit);
      if (frame.sampleRate === sampleRate) emit(frame);
      else take(frame, continuity.check(frame), emit);
    },
    flush: finish,
  };
};

import { createResampler, type ResamplerQuality } from '../dsp/index.js';
import type { AudioFrame } from '../signal/index.js';

/** What is resampled in one go: frames of one format without a jump. */
export interface Passage {
  /** Output pts of the next sample. */
  readonly nextPts: number;
  /** Resamples a frame. */
  take(frame: AudioFrame, emit: EmitFrame): void;
  /** Resamples silence. */
  fill(length: number, emit: EmitFrame): void;
  /** Puts out the rest. At most once. */
  finish(emit: EmitFrame): void;
}

/** Takes a frame; false when nobody listens any more. */
export type EmitFrame = (frame: AudioFrame) => boolean;

/** What a passage puts out. */
export interface PassageOutput {
  readonly sampleRate: number;
  readonly quality: ResamplerQuality;
  /** pts of the first sample. */
  readonly startPts: number;
}

const SILENCE = 4096;

/** Begins a passage with the format of `first`, which is yet to be taken. */
export const createPassage = (first: AudioFrame, output: PassageOutput): Passage => {
  const { sampleRate, quality, startPts } = output;
  const resampler = createResampler({
    inputRate: first.sampleRate,
    outputRate: sampleRate,
    channelCount: first.channels.length,
    quality,
  });
  let nextPts = startPts;
  let last = first;

  /** Capture time of the next output: that of the last input, moved by the time between the two. */
  const captureTime = (): number | undefined => {
    if (last.capturedAt === undefined) return undefined;
    const outputSeconds = (nextPts - startPts) / sampleRate;
    const inputSeconds = (last.pts - first.pts) / first.sampleRate;
    return last.capturedAt + (outputSeconds - inputSeconds) * 1000;
  };
  const put = (channels: readonly Float32Array[], emit: EmitFrame): boolean => {
    const length = channels[0]?.length ?? 0;
    if (length === 0) return true;
    const capturedAt = captureTime();
    const frame: AudioFrame = { kind: 'pcm', sampleRate, channels, length, pts: nextPts };
    nextPts += length;
    return emit({
      ...frame,
      ...(first.layout === undefined ? {} : { layout: first.layout }),
      ...(capturedAt === undefined ? {} : { capturedAt }),
    });
  };
  return {
    get nextPts() {
      return nextPts;
    },
    take: (frame, emit) => {
      last = frame;
      put(resampler.process(frame.channels), emit);
    },
    fill: (length, emit) => {
      for (let rest = length; rest > 0; rest -= SILENCE) {
        const silence = new Float32Array(Math.min(rest, SILENCE));
        const planes = first.channels.map(() => silence);
        if (!put(resampler.process(planes), emit)) return;
      }
    },
    finish: (emit) => {
      put(resampler.flush(), emit);
    },
  };
};

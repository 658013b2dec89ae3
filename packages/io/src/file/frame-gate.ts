import { AudioFlowError, type AudioFrame } from '@audioflow/core';

/** What a {@link FrameGate} does with jumps of pts. */
export interface FrameGateOptions {
  readonly owner: string;
  readonly onDiscontinuity: 'error' | 'silence' | 'join';
  readonly maxGapMs: number;
  /** The format that the first frame must have; undefined takes any. */
  readonly sampleRate?: number | undefined;
  readonly channelCount?: number | undefined;
}

/** Lets through frames of one format and without jumps. */
export type FrameGate = (frame: AudioFrame) => Iterable<AudioFrame>;

const SILENCE_LENGTH = 4096;

function* silenceBefore(frame: AudioFrame, from: number): Generator<AudioFrame> {
  for (let pts = from; pts < frame.pts; pts += SILENCE_LENGTH) {
    const length = Math.min(SILENCE_LENGTH, frame.pts - pts);
    yield { ...frame, pts, length, channels: frame.channels.map(() => new Float32Array(length)) };
  }
}

/**
 * Makes the gate of one file: answers what is to be written for a frame, silence before it included.
 *
 * @throws AudioFlowError from the gate: `format-changed`, or `malformed-data` on a jump of pts.
 */
export const createFrameGate = (options: FrameGateOptions): FrameGate => {
  const { owner, onDiscontinuity, maxGapMs } = options;
  let { sampleRate, channelCount } = options;
  let nextPts: number | undefined;

  const checkFormat = (frame: AudioFrame): void => {
    sampleRate ??= frame.sampleRate;
    channelCount ??= frame.channels.length;
    if (frame.sampleRate === sampleRate && frame.channels.length === channelCount) return;
    throw new AudioFlowError(
      'format-changed',
      `${owner}: expected ${sampleRate} Hz and ${channelCount} channel(s), got ${frame.sampleRate} Hz ` +
        `and ${frame.channels.length} at pts ${frame.pts}: use resample and remix before`,
    );
  };

  const jump = (frame: AudioFrame, expected: number): Iterable<AudioFrame> => {
    const gap = frame.pts - expected;
    if (onDiscontinuity === 'join') return [frame];
    if (onDiscontinuity === 'silence' && gap > 0 && gap * 1000 <= maxGapMs * frame.sampleRate) {
      return [...silenceBefore(frame, expected), frame];
    }
    const mend = gap > 0 ? `'silence' (up to maxGapMs) or 'join'` : `'join'`;
    throw new AudioFlowError(
      'malformed-data',
      `${owner}: expected pts ${expected}, got ${frame.pts}: mend the source, or set onDiscontinuity: ${mend}`,
    );
  };

  return (frame) => {
    checkFormat(frame);
    const expected = nextPts ?? frame.pts;
    nextPts = frame.pts + frame.length;
    return frame.pts === expected ? [frame] : jump(frame, expected);
  };
};

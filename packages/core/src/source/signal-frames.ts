import type { AudioFrame } from '../signal/index.js';

/** The time line of a generated signal. */
export interface SignalTimeline {
  readonly sampleRate: number;
  /** Seconds; endless when absent. */
  readonly duration?: number | undefined;
  readonly frameLength: number;
}

/** Makes the planes for samples `from` to `from + length` of a signal; called in order. */
export type RenderSignal = (from: number, length: number) => readonly Float32Array[];

/** The frames of a signal: equal lengths but for the last, `pts` from 0 on. */
export function* signalFrames(
  timeline: SignalTimeline,
  render: RenderSignal,
): Generator<AudioFrame, void, undefined> {
  const { sampleRate, duration = Number.POSITIVE_INFINITY, frameLength } = timeline;
  const total = Math.round(duration * sampleRate);
  for (let pts = 0; pts < total; pts += frameLength) {
    const length = Math.min(frameLength, total - pts);
    yield { kind: 'pcm', sampleRate, channels: render(pts, length), length, pts };
  }
}

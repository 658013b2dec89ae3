import type { AudioFrame } from '../signal/index.js';

const LENGTH = 4096;

/** Silent frames of the format of `frame`, from `pts` up to where `frame` begins, made one at a time. */
export function* gapFrames(frame: AudioFrame, pts: number): Generator<AudioFrame, void, undefined> {
  for (let at = pts; at < frame.pts; at += LENGTH) {
    const length = Math.min(LENGTH, frame.pts - at);
    const channels = frame.channels.map(() => new Float32Array(length));
    yield { kind: 'pcm', sampleRate: frame.sampleRate, channels, length, pts: at };
  }
}

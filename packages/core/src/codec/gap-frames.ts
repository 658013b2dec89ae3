import type { AudioFrame } from '../signal/index.js';

const LENGTH = 4096;

/** Silent frames of the format of `frame`, from `pts` up to where `frame` begins. */
export const gapFrames = (frame: AudioFrame, pts: number): AudioFrame[] => {
  const frames: AudioFrame[] = [];
  for (let at = pts; at < frame.pts; at += LENGTH) {
    const length = Math.min(LENGTH, frame.pts - at);
    const channels = frame.channels.map(() => new Float32Array(length));
    frames.push({ kind: 'pcm', sampleRate: frame.sampleRate, channels, length, pts: at });
  }
  return frames;
};

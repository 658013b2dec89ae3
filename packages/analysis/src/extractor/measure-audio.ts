import { AudioFlowError, type AudioFrame, run } from '@audioflow/core';
import type { Observable } from 'rxjs';
import { AudioFeatureExtractor } from './audio-feature-extractor.js';
import type { ExtractedFrame, ExtractorOptions } from './extractor.types.js';
import { createFeatureMeter, type FeatureLimits } from './feature-limits.js';
import type { FeatureRecording } from './feature-recording.js';

/** The most samples that are measured at a time: what a decoder puts out at once may be the whole. */
const BLOCK = 16_384;
/** The least: the smallest hop of all, until that of the request is known. */
const LEAST_BLOCK = 16;
/** After so long, others have their turn: requests, and the news that a client has gone. */
const TURN_MS = 20;

/** How audio is measured, and for how long. */
export interface MeasureAudio {
  readonly options: ExtractorOptions;
  readonly limits: FeatureLimits;
  readonly signal: AbortSignal;
}

/** Measures all of a stream, within the limits. */
export const measureAudio = async (
  pcm: Observable<AudioFrame>,
  { options, limits, signal }: MeasureAudio,
): Promise<FeatureRecording> => {
  const extractor = new AudioFeatureExtractor(options);
  const meter = createFeatureMeter(limits);
  const frames: ExtractedFrame[] = [];
  const keep = (frame: ExtractedFrame): void => {
    meter.keep(frame);
    frames.push(frame);
  };
  let sampleRate = 0;
  let turnMs = 0;
  /** Hops of a block: as many as take a part of a turn, for a hop may be 16 samples, and take as long as a second of others. */
  let hops = 1;
  const measure = async (frame: AudioFrame): Promise<void> => {
    for (let at = 0, length = 0; at < frame.length; at += length) {
      length = Math.min(BLOCK, hops * Math.max(LEAST_BLOCK, extractor.hopLength));
      const channels = frame.channels.map((plane) => plane.subarray(at, at + length));
      const block = { channels, sampleRate: frame.sampleRate, pts: frame.pts + at };
      const before = frames.length;
      const tookMs = meter.compute(() => extractor.push(block, keep));
      // As long as no frame is complete, nothing tells what one takes.
      if (tookMs > TURN_MS / 2) hops = Math.max(1, hops >> 1);
      else if (frames.length > before && tookMs < TURN_MS / 8) hops = Math.min(BLOCK, 2 * hops);
      turnMs += tookMs;
      if (turnMs < TURN_MS) continue;
      turnMs = 0;
      await new Promise((resolve) => setTimeout(resolve, 0));
      signal.throwIfAborted();
    }
  };
  const write = (frame: AudioFrame): Promise<void> | undefined => {
    if (frame.length === 0) return undefined;
    ({ sampleRate } = frame);
    meter.hear(frame.length, sampleRate);
    return measure(frame);
  };
  await run(pcm, { write }, { signal });
  if (sampleRate === 0) {
    throw new AudioFlowError('malformed-data', 'feature service: expected audio, got none');
  }
  meter.compute(() => extractor.flush(keep));
  const { layout, hopLength } = extractor;
  return { sampleRate, hopLength, layout, frames };
};

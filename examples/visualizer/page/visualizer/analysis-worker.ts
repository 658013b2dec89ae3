import { AudioFeatureExtractor, type ExtractedFrame } from '@audioflow/analysis/extractor';
import { extractorOptions } from './feature-choice.js';
import type { AnalysisRequest, FrameMessage, TapMessage } from './messages.js';
import { createRingReader, viewRing } from './pcm-ring.js';

/*
 * The worker that measures: PCM from the audio thread in, features out to whoever draws. The page's own thread sees neither.
 */

/** Where there is no Atomics.waitAsync. */
const POLL_MS = 4;

let drawing: MessagePort | undefined;
let source = 0;
let extractor: AudioFeatureExtractor | undefined;
let stop = (): void => undefined;
let paused = false;

const measure = (samples: Float32Array, pts: number, writtenAt: number): void => {
  extractor?.push({ channels: [samples], pts }, (frame: ExtractedFrame) => {
    const message: FrameMessage = { frame, source, latencyMs: Date.now() - writtenAt };
    drawing?.postMessage(message, [frame.buffer]);
  });
};

/** Resolves when the count of a ring is no more what it was, or a little later. */
const change = async (control: Int32Array, was: number): Promise<void> => {
  if ('waitAsync' in Atomics && typeof Atomics.waitAsync === 'function') {
    const { async, value } = Atomics.waitAsync(control, 0, was, 100);
    if (async) await value;
    return;
  }
  await new Promise((resolve) => setTimeout(resolve, POLL_MS));
};

const readRing = (memory: SharedArrayBuffer): (() => void) => {
  const ring = viewRing(memory);
  const reader = createRingReader(ring);
  let going = true;
  const loop = async (): Promise<void> => {
    while (going) {
      const written = reader.written();
      if (paused) reader.skip();
      else reader.drain(measure);
      await change(ring.control, written);
    }
  };
  void loop();
  return () => {
    going = false;
  };
};

const readPort = (port: MessagePort): (() => void) => {
  port.onmessage = ({ data: { samples, pts, writtenAt } }: MessageEvent<TapMessage>) => {
    if (!paused) measure(samples, pts, writtenAt);
    port.postMessage(samples, [samples.buffer]);
  };
  return () => port.close();
};

const start = (request: Extract<AnalysisRequest, { type: 'start' }>): void => {
  const { sampleRate, memory, tap } = request;
  stop();
  ({ source } = request);
  extractor = new AudioFeatureExtractor(extractorOptions(sampleRate));
  if (memory !== undefined) stop = readRing(memory);
  else if (tap !== undefined) stop = readPort(tap);
};

addEventListener('message', ({ data }: MessageEvent<AnalysisRequest>) => {
  if (data.type === 'start') start(data);
  else if (data.type === 'connect') {
    ({ drawing } = data);
    drawing.onmessage = ({ data: buffer }: MessageEvent<ArrayBuffer>) =>
      extractor?.recycle({ buffer });
  } else if (data.type === 'stop') {
    stop();
    stop = () => undefined;
  } else paused = data.type === 'pause';
});

import { AudioFeatureExtractor } from './audio-feature-extractor.js';
import { carryError } from './carried-error.js';
import type { ExtractedFrame } from './extractor.types.js';
import type { ExtractorReply, ExtractorRequest } from './extractor-messages.js';
import { type ExtractorPort, listenToPort } from './extractor-port.js';

/**
 * Serves extractors to the clients at the other end of a port: what the worker of this package does, for a worker script of your own, or for
 * the same thread by a `MessageChannel`.
 *
 * Messages of others on the same port are left alone. Frames are transferred, and their buffers used again when the client gives them back. An extractor that has failed stays failed.
 *
 * @returns What ends it.
 *
 * @example
 * import { createExtractorClient, serveExtractor } from '@audioflow/analysis';
 * const { port1, port2 } = new MessageChannel();
 * const stop = serveExtractor(port2);
 * let count = 0;
 * const client = createExtractorClient(port1, { features: { rms: true } }, () => { count += 1; });
 * await client.push({ channels: [new Float32Array(48000)], sampleRate: 48000 });
 * await client.flush();
 * console.log(count); // 61
 * client.close();
 * stop();
 * port1.close();
 */
export const serveExtractor = (port: ExtractorPort): (() => void) => {
  const open = new Map<number, AudioFeatureExtractor>();
  const done = (id: number, extractor: AudioFeatureExtractor, frames: ExtractedFrame[]): void => {
    const { layout } = extractor;
    const reply: ExtractorReply = { type: 'done', id, layout, frames };
    port.postMessage(
      reply,
      frames.map(({ buffer }) => buffer),
    );
  };
  const answer = (request: ExtractorRequest): void => {
    const { id } = request;
    if (request.type === 'open') open.set(id, new AudioFeatureExtractor(request.options));
    const extractor = open.get(id);
    // Closed, or failed: what was under way to it is of no use to anyone.
    if (extractor === undefined) return;
    const frames: ExtractedFrame[] = [];
    const keep = (frame: ExtractedFrame): void => void frames.push(frame);
    if (request.type === 'block') {
      for (const buffer of request.recycled) extractor.recycle({ buffer });
      extractor.push(request.block, keep);
    }
    if (request.type === 'flush') extractor.flush(keep);
    done(id, extractor, frames);
  };
  return listenToPort<ExtractorRequest>(port, (request) => {
    if (request.type === 'close') {
      open.delete(request.id);
      return;
    }
    try {
      answer(request);
    } catch (error) {
      open.delete(request.id);
      const reply: ExtractorReply = { type: 'failed', id: request.id, error: carryError(error) };
      port.postMessage(reply, []);
    }
  });
};

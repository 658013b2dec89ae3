import { AudioFlowError } from '../error/index.js';
import type { Processor } from '../operator/index.js';
import type { AudioFrame } from '../signal/index.js';
import { AGAIN, EOF } from './node.types.js';
import { toNode } from './to-node.js';

/** Options of {@link PushProcessor}'s `get`. */
export interface ProcessorGetOptions {
  /** No more will be put: give out what the operator holds, too. Default false. */
  readonly flush?: boolean | undefined;
}

/** A processor for programs that call instead of subscribe: frames are put in, frames are got out. */
export interface PushProcessor {
  /** `ready`: `get()` has a frame, or something to make one of; `empty`: nothing is held here. */
  readonly state: 'ready' | 'empty';
  /** Samples that were put in and have not been given to the operator yet. */
  readonly pending: number;
  /** Rate and channels of the last frame that came out; undefined before the first. */
  readonly outputFormat: { readonly sampleRate: number; readonly channelCount: number } | undefined;
  /** Copies a frame of any length; never processes. */
  put(frame: AudioFrame): void;
  /**
   * The next frame; undefined when more input is needed. With `flush` the operator is ended, once, and then
   * undefined means that all is out.
   */
  get(options?: ProcessorGetOptions): AudioFrame | undefined;
  /** Drops what is held and begins a new stream. */
  reset(): void;
  /** Releases the operator. Idempotent. */
  close(): void;
}

const openPushProcessor = (processor: Processor): PushProcessor => {
  const node = toNode(processor);
  let inputs: AudioFrame[] = [];
  let ready: AudioFrame[] = [];
  let phase: 'open' | 'flushed' | 'closed' = 'open';
  let outputFormat: PushProcessor['outputFormat'];

  const expect = (call: string, allowed: readonly string[]): void => {
    if (allowed.includes(phase)) return;
    const mend = phase === 'flushed' ? 'call reset() first' : 'open another one';
    throw new AudioFlowError(
      'invalid-state',
      `PushProcessor: ${call}: expected an open processor, it is ${phase}: ${mend}`,
    );
  };
  const pull = (): void => {
    for (;;) {
      const frame = node.pull();
      if (frame === AGAIN || frame === EOF) return;
      ready.push(frame);
    }
  };
  const advance = (flush: boolean): void => {
    while (ready.length === 0 && inputs[0] !== undefined) {
      if (node.push(inputs[0]) === AGAIN) return;
      inputs.shift();
      pull();
    }
    if (!flush || phase === 'flushed' || inputs.length > 0 || ready.length > 0) return;
    phase = 'flushed';
    node.push(null);
    pull();
  };

  return {
    get state() {
      return ready.length > 0 || inputs.length > 0 ? 'ready' : 'empty';
    },
    get pending() {
      return inputs.reduce((sum, { length }) => sum + length, 0);
    },
    get outputFormat() {
      return outputFormat;
    },
    put: (frame) => {
      expect('put', ['open']);
      if (frame.length === 0) return;
      // A copy: callers reuse their buffers.
      inputs.push({ ...frame, channels: frame.channels.map((plane) => plane.slice()) });
    },
    get: ({ flush = false } = {}) => {
      expect('get', ['open', 'flushed']);
      advance(flush);
      const frame = ready.shift();
      if (frame === undefined) return undefined;
      outputFormat = { sampleRate: frame.sampleRate, channelCount: frame.channels.length };
      return frame;
    },
    reset: () => {
      expect('reset', ['open', 'flushed']);
      node.reset();
      inputs = [];
      ready = [];
      phase = 'open';
    },
    close: () => {
      phase = 'closed';
      node.close();
      inputs = [];
      ready = [];
    },
  };
};

/**
 * Opens push processors: any processor without streams. For operators that answer at once, as those of this
 * package do; an asynchronous one needs `toNode`.
 *
 * @throws AudioFlowError from `get` what the operator fails with; from `put`, `get` and `reset` after the
 * end `invalid-state`.
 *
 * @example
 * import { createFrame, resample } from '@audioflow/core';
 * import { PushProcessor } from '@audioflow/core/node';
 * const processor = PushProcessor.open(resample(24000));
 * processor.put(createFrame([new Float32Array(4800)], { sampleRate: 48000 }));
 * let samples = 0;
 * for (let f = processor.get({ flush: true }); f; f = processor.get({ flush: true })) samples += f.length;
 * console.log(samples, processor.outputFormat?.sampleRate); // 2400 24000
 * processor.close();
 */
export const PushProcessor: { readonly open: typeof openPushProcessor } = {
  open: openPushProcessor,
};

import { describe, expect, it } from '@jest/globals';
import { run } from '../flow/index.js';
import type { AudioFrame, Packet } from '../signal/index.js';
import { fromFrames } from '../source/index.js';
import { noiseFrame, splitFrame } from '../testing/index.js';
import type { AudioCodec } from './audio-codec.js';
import { encode } from './encode.js';

/** A codec whose encoder keeps its promise only once it is closed, or whose opening takes its time. */
const createStuck = (where: 'push' | 'open') => {
  const log: string[] = [];
  let release = (): void => undefined;
  const openEncoder = async () => {
    if (where === 'open') await new Promise((resolve) => setTimeout(resolve, 50));
    log.push('open');
    return {
      info: { frameSize: 0, priming: 0 },
      push: (_frame: AudioFrame, _out: (packet: Packet<'stuck'>) => void): Promise<void> => {
        log.push('push');
        return new Promise<void>((resolve) => {
          release = resolve;
        });
      },
      end: () => void log.push('end'),
      close: () => {
        log.push('close');
        release();
      },
    };
  };
  const codec = {
    id: 'stuck',
    checkEncodeOptions: () => ({}),
    checkDecodeOptions: () => ({}),
    openEncoder,
    openDecoder: () => {
      throw new Error('not decoded here');
    },
  } satisfies AudioCodec<'stuck', object, object>;
  return { codec, log };
};

describe('an encoder that is left while it works', () => {
  it.each([
    ['push', ['open', 'push', 'close']],
    ['open', ['open', 'close']],
  ] as const)('is closed during its %s, once, and the run settles', async (where, calls) => {
    const { codec, log } = createStuck(where);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    const frames = fromFrames(splitFrame(noiseFrame(300), [100]));
    const running = run(frames.pipe(encode(codec)), { write: () => {} }, { signal: stop.signal });
    await expect(running).rejects.toMatchObject({ code: 'aborted' });
    expect(log).toEqual(calls);
  });
});

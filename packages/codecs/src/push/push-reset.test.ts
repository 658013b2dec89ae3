import { AudioFlowError, isAudioFlowError } from '@audioflow/core';
import type { AudioCodec } from '@audioflow/core/codec';
import { splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { mp3 } from '../codec/index.js';
import { encodeAll, toneFrame } from '../fixtures/sessions.js';
import { PushDecoder, PushEncoder } from './index.js';

const STEREO = { sampleRate: 48_000, channelCount: 2 };
const tone = toneFrame(10_000, 48_000, 2);
const failed = new AudioFlowError('unavailable', 'no engine today');

const codeOf = async (call: () => unknown): Promise<string> => {
  try {
    await call();
  } catch (error) {
    if (isAudioFlowError(error)) return `${error.code}: ${error.message}`;
  }
  return 'nothing';
};

interface Closable {
  close(): void | Promise<void>;
}

/** The mp3 codec, counting the sessions that are open; those it opens on order fail. */
const counted = () => {
  const state = { open: 0, fail: false };
  const count = <S extends Closable>(session: S): S => {
    state.open++;
    let closed = false;
    return new Proxy(session, {
      get: (target, name) => {
        if (name !== 'close') return Reflect.get(target, name);
        return () => {
          if (!closed) state.open--;
          closed = true;
          return target.close();
        };
      },
    });
  };
  const gate = async (): Promise<void> => {
    await Promise.resolve();
    if (state.fail) throw failed;
  };
  type Mp3 =
    typeof mp3 extends AudioCodec<'mp3', infer E, infer D> ? AudioCodec<'mp3', E, D> : never;
  const codec: Mp3 = {
    ...mp3,
    openEncoder: async (format, options) => {
      await gate();
      return count(await mp3.openEncoder(format, options));
    },
    openDecoder: async (first, options) => {
      await gate();
      return count(await mp3.openDecoder(first, options));
    },
  };
  return { codec, state };
};

describe.each(['PushEncoder', 'PushDecoder'] as const)('%s.reset()', (name) => {
  const start = async () => {
    const { codec, state } = counted();
    const packets = await encodeAll(mp3, [tone], {});
    if (name === 'PushEncoder') {
      const push = await PushEncoder.open(codec, STEREO);
      return { push, state, put: () => push.put(tone) };
    }
    const push = await PushDecoder.open(codec, STEREO);
    const put = (): void => {
      for (const packet of packets) push.put(packet);
    };
    return { push, state, put };
  };

  it('leaves nothing open when close() comes in between', async () => {
    const { push, state, put } = await start();
    expect(state.open).toBe(1);
    const resetting = push.reset();
    push.close();
    await resetting;
    expect(state.open).toBe(0);
    expect(await codeOf(put)).toMatch(/^invalid-state: .*after close/);
  });

  it('that fails can be tried again, and says so to other calls', async () => {
    const { push, state, put } = await start();
    put();
    state.fail = true;
    expect(await codeOf(() => push.reset())).toBe('unavailable: no engine today');
    expect(state.open).toBe(0);
    expect(await codeOf(put)).toMatch(/^invalid-state: .*reset\(\) that failed/);
    expect(await codeOf(() => push.get({ flush: true }))).toMatch(/^invalid-state/);
    state.fail = false;
    await push.reset();
    put();
    expect(push.get()).toBeDefined();
    push.close();
    expect(state.open).toBe(0);
  });

  it('that runs already is not begun again', async () => {
    const { push, state } = await start();
    const first = push.reset();
    expect(await codeOf(() => push.reset())).toMatch(/^invalid-state: .*await reset/);
    await first;
    expect(state.open).toBe(1);
    push.close();
    expect(state.open).toBe(0);
  });
});

describe('a gap in what is put into a push encoder', () => {
  it('is refused where nothing is held too: at a chunk border', async () => {
    const encoder = await PushEncoder.open(mp3, { ...STEREO, chunkSamples: 1000 });
    const [first, second] = splitFrame(tone, [1000, 1000]);
    if (first === undefined || second === undefined) throw new Error('no frames');
    encoder.put({ ...first, pts: 500 });
    encoder.get();
    expect(encoder.pending).toBe(0);
    const late = { ...second, pts: 1700 };
    expect(await codeOf(() => encoder.put(late))).toMatch(
      /^malformed-data: .*pts 1500, got 1700.*reset\(\)/,
    );
    encoder.put({ ...second, pts: 1500 });
    expect(encoder.pending).toBe(1000);
    await encoder.reset();
    encoder.put(late);
    expect(encoder.pending).toBe(1000);
    encoder.close();
  });
});

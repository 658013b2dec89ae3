import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { AudioFlowError, type AudioFrame, fromPull, type Packet, run } from '@audioflow/core';
import { decode, encode } from '@audioflow/core/codec';
import { splitFrame, totalLength } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { take } from 'rxjs';
import { aac, mp3 } from '../codec/index.js';
import { childrenOf, isThere, until } from '../fixtures/child-processes.js';
import { describeWithFfmpeg } from '../fixtures/ffmpeg.js';
import { runChild } from '../fixtures/run-child.js';
import { decodeAll, encodeAll, toneFrame } from '../fixtures/sessions.js';
import type { EngineLimits } from './index.js';

type ChildEngine = 'fork' | 'process';

const FORMAT = { sampleRate: 48_000, channelCount: 2 };
const none = (): void => {};
const chunk = toneFrame(1152, 48_000, 2);

const failureOf = async (call: () => unknown): Promise<AudioFlowError> => {
  try {
    await call();
  } catch (error) {
    if (error instanceof AudioFlowError) return error;
    throw error;
  }
  throw new Error('expected a failure');
};

let memoryMb = 500;

/** An encoder session, and its process: a fresh one, since no other has the same limit. */
const openWatched = async (engine: ChildEngine, limits: EngineLimits = {}) => {
  const before = childrenOf(process.pid);
  memoryMb++;
  const options = mp3.checkEncodeOptions({ engine, limits: { memoryMb, ...limits } });
  const session = await mp3.openEncoder(FORMAT, options);
  await session.push(chunk, none);
  const pids = childrenOf(process.pid).filter((pid) => !before.includes(pid));
  const [pid] = pids;
  if (pid === undefined) throw new Error('expected a process of its own');
  return { session, pid };
};

/** What test files before this one have left in the same process, such as a bundler that serves. */
const others = new Set(childrenOf(process.pid));
/** Lets idle processes end, so that the next session starts one. */
const settled = () =>
  until('no processes', () => childrenOf(process.pid).every((pid) => others.has(pid)));

const describeChildren = (engine: ChildEngine): void => {
  describe(`${engine}: a process that ends or hangs`, () => {
    it('ends its own session and no other, and the next one has a fresh process', async () => {
      const bystander = await mp3.openEncoder(FORMAT, mp3.checkEncodeOptions({ engine }));
      const { session, pid } = await openWatched(engine);
      process.kill(pid, 'SIGKILL');
      const push = async () => {
        for (let i = 0; i < 10_000; i++) await session.push(chunk, none);
      };
      const error = await failureOf(push);
      expect(error.code).toBe('io');
      expect(error.message).toMatch(/encode\(mp3\).*SIGKILL.*open a new one/);
      // Once lost, lost for good; and closing it is no trouble.
      expect(await failureOf(() => session.push(chunk, none))).toBe(error);
      await session.close();
      const packets: Packet[] = [];
      await bystander.push(toneFrame(10_000, 48_000, 2), (packet) => packets.push(packet));
      await bystander.end((packet) => packets.push(packet));
      await bystander.close();
      expect(packets.length).toBe(10);
      const again = await encodeAll(mp3, [toneFrame(10_000, 48_000, 2)], { engine });
      expect(again.length).toBe(10);
    });

    it('is ended where it gives no sign of life', async () => {
      const { session, pid } = await openWatched(engine, { callMs: 300 });
      process.kill(pid, 'SIGSTOP');
      const push = async () => {
        for (let i = 0; i < 10_000; i++) await session.push(chunk, none);
      };
      const error = await failureOf(push);
      expect(error.code).toBe('timeout');
      expect(error.message).toContain('limits.callMs 300');
      await session.close();
      await until('the end of the process', () => !isThere(pid));
    });

    it('that is stopped is gone after close, too', async () => {
      const { session, pid } = await openWatched(engine);
      process.kill(pid, 'SIGSTOP');
      await session.close();
      await until('the end of the process', () => !isThere(pid));
    });

    it('takes only so much before it must be waited for', async () => {
      const { session, pid } = await openWatched(engine, { callMs: 5000 });
      for (let i = 0; i < 40; i++) await session.push(chunk, none);
      process.kill(pid, 'SIGSTOP');
      let waiting: void | Promise<void> = session.push(chunk, none);
      let taken = 0;
      for (; waiting === undefined && taken < 1000; taken++) waiting = session.push(chunk, none);
      // 16 inputs, or two pipes and a buffer of 64 KB each.
      expect(taken).toBeLessThan(64);
      process.kill(pid, 'SIGCONT');
      await waiting;
      await session.close();
    });

    it('may be closed under a call, and in any moment', async () => {
      const long = toneFrame(480_000, 48_000, 2);
      for (let i = 0; i < 4; i++) {
        const session = await mp3.openEncoder(FORMAT, mp3.checkEncodeOptions({ engine }));
        let seen = 0;
        const pushed = session.push(long, () => {
          seen++;
          if (seen === i + 1) void session.close();
        });
        await pushed;
        await session.close();
        expect(seen).toBe(i + 1);
        expect((await failureOf(() => session.push(chunk, none))).code).toBe('invalid-state');
      }
    });

    it('takes one call at a time', async () => {
      const session = await mp3.openEncoder(FORMAT, mp3.checkEncodeOptions({ engine }));
      const first = session.push(toneFrame(480_000, 48_000, 2), none);
      expect((await failureOf(() => session.push(chunk, none))).message).toContain('await each');
      await first;
      await session.close();
    });

    it('fails the call in which downstream throws', async () => {
      const session = await mp3.openEncoder(FORMAT, mp3.checkEncodeOptions({ engine }));
      const fail = (): void => {
        throw new Error('downstream');
      };
      const encodeIt = async () => {
        await session.push(toneFrame(20_000, 48_000, 2), fail);
        await session.end(fail);
      };
      try {
        await expect(encodeIt()).rejects.toThrow('downstream');
      } finally {
        await session.close();
      }
    });
  });

  describe(`${engine}: limits`, () => {
    const encodeLong = (limits: EngineLimits, seconds = 60) => {
      const frames = fromPull(function* () {
        for (let i = 0; i < seconds; i++)
          yield { ...toneFrame(48_000, 48_000, 2), pts: i * 48_000 };
      });
      return run(frames.pipe(encode(mp3, { engine, limits })), { write: none });
    };
    it.each([
      ['totalMs', { totalMs: 50 }, 'timeout'],
      ['outputBytes', { outputBytes: 20_000 }, 'limit-exceeded'],
      ['memoryMb', { memoryMb: 16 }, 'limit-exceeded'],
    ] as const)('%s ends the session, and says so', async (name, limits, code) => {
      const error = await failureOf(() => encodeLong(limits));
      expect(error.code).toBe(code);
      expect(error.message).toContain(`limits.${name}`);
    });

    it('do not come near in ordinary work', async () => {
      const report = await encodeLong(
        { memoryMb: 400, callMs: 10_000, totalMs: 30_000, outputBytes: 1e6, inFlight: 1 },
        3,
      );
      expect(report.ended).toBe('complete');
    });
  });

  describe(`${engine}: nothing stays`, () => {
    it('of a stream that is left in the middle', async () => {
      const frames = fromPull(() => splitFrame(toneFrame(96_000, 48_000, 2), [1000]));
      await run(frames.pipe(encode(mp3, { engine }), decode(mp3, { engine }), take(3)), {
        write: none,
      });
      await settled();
    });

    it('of many sessions, one after another', async () => {
      for (let i = 0; i < 20; i++) {
        const session = await aac.openEncoder(FORMAT, aac.checkEncodeOptions({ engine }));
        if (i % 2 === 0) await session.push(chunk, none);
        await session.close();
      }
      await settled();
    });

    it('when the program leaves without closing anything, which it can', async () => {
      const { code, signal, stdout, stderr } = await runChild('leaving-child.ts', [engine]);
      expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
      const pids: number[] = JSON.parse(stdout);
      expect(pids.length).toBeGreaterThan(0);
      await until('the end of its processes', () => !pids.some(isThere));
    });

    it('when the program is killed', async () => {
      const script = fileURLToPath(new URL('../fixtures/leaving-child.ts', import.meta.url));
      const flags = ['--conditions=@audioflow/source', '--import', 'tsx'];
      const child = spawn(process.execPath, [...flags, script, engine, 'stay'], {
        env: { ...process.env, NODE_OPTIONS: '' },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line]: Buffer[] = await once(child.stdout, 'data');
      const pids: number[] = JSON.parse(line?.toString() ?? '');
      expect(pids.length).toBeGreaterThan(0);
      child.kill('SIGKILL');
      await until('the end of its processes', () => !pids.some(isThere));
    });
  });

  it(`${engine}: packets come with their input at the pace of a live stream`, async () => {
    const options = mp3.checkEncodeOptions({ engine });
    const session = await mp3.openEncoder(FORMAT, options);
    const counts: number[] = [];
    let seen = 0;
    for (let i = 0; i < 60; i++) {
      await session.push({ ...chunk, pts: i * 1152 }, () => void seen++);
      counts.push(seen);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await session.close();
    // The encoder keeps a frame or two back, ffmpeg from version 7 on six; the engine none.
    expect(60 - (counts.at(-1) ?? 0)).toBeLessThanOrEqual(9);
  });

  it(`${engine}: damaged packets cost themselves only`, async () => {
    for (const codec of [mp3, aac] as const) {
      const tone = toneFrame(96_000, 48_000, 2);
      const decodeSome = async (damage: (data: Uint8Array, i: number) => Uint8Array) => {
        const frames: AudioFrame[] = [];
        if (codec.id === 'mp3') {
          const packets = await encodeAll(mp3, [tone], {});
          const bad = packets.map((packet, i) => ({ ...packet, data: damage(packet.data, i) }));
          frames.push(...(await decodeAll(mp3, bad, { engine })));
        } else {
          const packets = await encodeAll(aac, [tone], {});
          const bad = packets.map((packet, i) => ({ ...packet, data: damage(packet.data, i) }));
          frames.push(...(await decodeAll(aac, bad, { engine })));
        }
        return frames;
      };
      const frames = await decodeSome((data, i) =>
        i === 20 || i === 40 ? data.slice(0, 0) : data,
      );
      const size = codec.id === 'mp3' ? 1152 : 1024;
      expect(totalLength(frames)).toBe(96_000 - 2 * size);
    }
  });
};

describeChildren('fork');
describeWithFfmpeg('with an ffmpeg program', () => describeChildren('process'));

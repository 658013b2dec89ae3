import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type AudioFrame, createFrame, type Packet } from '@audioflow/core';
import { totalLength } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { aac, mp3 } from '../codec/index.js';
import { FREES_LARGE_BLOCKS, runChild } from '../fixtures/run-child.js';
import { decodeAll, encodeAll, toneFrame } from '../fixtures/sessions.js';
import { type EncoderSetup, type EngineDecoder, resolveEngine } from './index.js';

const FORMAT = { sampleRate: 48_000, channelCount: 2 };
const packetsOf = (length: number) => encodeAll(mp3, [toneFrame(length, 48_000, 2)], {});

const openDecoder = async (
  first: Packet<'mp3'> | undefined,
  onMalformed: 'skip' | 'error',
): Promise<EngineDecoder<'mp3'>> => {
  if (first === undefined) throw new Error('no packet');
  const { sampleRate, channelCount } = first;
  return resolveEngine('native').openDecoder({
    codec: 'mp3',
    decoders: ['mp3float'],
    sampleRate,
    channelCount,
    onMalformed,
    onFormatChange: 'error',
  });
};

describe('the native engine, in a process of its own', () => {
  it('survives every wrong call and damaged packet that kills FFmpeg when it gets there', async () => {
    const { code, signal, stdout, stderr } = await runChild('crash-child.ts', ['60']);
    expect({ code, signal, stderr }).toEqual({ code: 0, signal: null, stderr: '' });
    const { codes, decoded } = JSON.parse(stdout);
    expect(decoded).toBeGreaterThan(1_000_000);
    const expected = (id: string) => [
      `${id} mono: format-changed`,
      `${id} surround: format-changed`,
      `${id} too long: malformed-data`,
      `${id} unequal planes: malformed-data`,
      `${id} integer planes: malformed-data`,
      `${id} no planes: malformed-data`,
      `${id} other rate: format-changed`,
      `${id} negative length: malformed-data`,
      `${id} fraction of a pts: malformed-data`,
      `${id} no numbers: ok`,
      `${id} close inside push: ok`,
      `${id} throw inside push: Error: downstream`,
      `${id} end twice: invalid-state`,
      `${id} push after the end: invalid-state`,
      `${id} push after close: invalid-state`,
    ];
    expect(codes).toEqual([
      ...expected('mp3'),
      ...expected('aac'),
      'fuzz mp3: ok',
      'fuzz aac: ok',
      'random configurations: ok',
    ]);
  }, 120_000);

  it('keeps its memory over many frames in one turn, and over many sessions', async () => {
    const { code, signal, stdout } = await runChild(
      'memory-child.ts',
      ['8000', '1000'],
      ['--expose-gc'],
      FREES_LARGE_BLOCKS,
    );
    expect({ code, signal }).toEqual({ code: 0, signal: null });
    const grown: Record<string, number> = JSON.parse(stdout);
    expect(Object.keys(grown).length).toBe(6);
    for (const megabytes of Object.values(grown)) expect(megabytes).toBeLessThan(30);
  }, 120_000);
});

describe('malformed packets', () => {
  it('cost themselves and nothing else, are counted and told', async () => {
    const warnings: unknown[] = [];
    const listen = (warning: unknown): void => {
      warnings.push(warning);
    };
    subscribe('audioflow:warning', listen);
    const packets = await packetsOf(48_000);
    const decoder = await openDecoder(packets[0], 'skip');
    const frames: AudioFrame[] = [];
    for (const [i, packet] of packets.entries()) {
      const bad = i === 10 ? { ...packet, data: new Uint8Array(300) } : packet;
      decoder.push(bad, (frame) => frames.push(frame));
    }
    decoder.end((frame) => frames.push(frame));
    expect(decoder.stats.malformedPackets).toBe(1);
    expect(decoder.stats.frames).toBe(frames.length);
    decoder.close();
    unsubscribe('audioflow:warning', listen);
    expect(warnings).toMatchObject([{ operator: 'decode(mp3)', details: { malformedPackets: 1 } }]);
    expect(totalLength(frames)).toBe(48_000 - 1152);
    const jumps = frames.filter((frame, i) => {
      const last = frames[i - 1];
      return last !== undefined && frame.pts !== last.pts + last.length;
    });
    expect(jumps.map((frame) => frame.pts)).toEqual([11 * 1152 - 1105]);
  });

  it("end the stream where onMalformed is 'error', naming the pts", async () => {
    const packets = await packetsOf(10_000);
    const decoder = await openDecoder(packets[0], 'error');
    const bad = { ...packets[2], data: new Uint8Array(300) };
    expect(() => Reflect.apply(decoder.push, decoder, [bad, () => {}])).toThrow(
      expect.objectContaining({
        code: 'malformed-data',
        message: expect.stringContaining('pts 1199'),
      }),
    );
    decoder.close();
  });

  it.each([
    { trimStart: Number.NaN },
    { trimStart: -1 },
    { trimEnd: 2.5 },
    { trimEnd: Number.POSITIVE_INFINITY },
  ])('are those with %j: no pts or length is made of it', async (trims) => {
    const packets = await packetsOf(10_000);
    const damaged = packets.map((packet, i) => (i === 3 ? { ...packet, ...trims } : packet));
    const frames = await decodeAll(mp3, damaged, { onMalformed: 'skip' });
    expect(totalLength(frames)).toBe(10_000 - 1152);
    expect(frames.every(({ pts, length }) => Number.isInteger(pts) && length > 0)).toBe(true);
    await expect(decodeAll(mp3, damaged, { onMalformed: 'error' })).rejects.toMatchObject({
      code: 'malformed-data',
      message: expect.stringContaining(Object.keys(trims)[0] ?? ''),
    });
  });

  it('are packets of another codec only by mistake of the program', async () => {
    const packets = await packetsOf(5000);
    const decoder = await openDecoder(packets[0], 'skip');
    const wrong = { ...packets[0], codec: 'opus' };
    expect(() => Reflect.apply(decoder.push, decoder, [wrong, () => {}])).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
    decoder.close();
  });
});

describe('a format that changes in mid-stream', () => {
  const both = async () => [
    ...(await encodeAll(mp3, [toneFrame(20_000, 48_000, 2)], {})),
    ...(await encodeAll(mp3, [{ ...toneFrame(20_000, 32_000, 1), pts: 20_000 }], {})),
  ];

  it('is an error unless it is allowed', async () => {
    await expect(decodeAll(mp3, await both(), {})).rejects.toMatchObject({
      code: 'format-changed',
    });
  });

  it("goes on in the new format where onFormatChange is 'restart'", async () => {
    const frames = await decodeAll(mp3, await both(), { onFormatChange: 'restart' });
    const before = frames.filter((frame) => frame.sampleRate === 48_000);
    const after = frames.filter((frame) => frame.sampleRate === 32_000);
    expect(totalLength(before)).toBe(20_000);
    expect(totalLength(after)).toBe(20_000);
    expect([before[0]?.channels.length, after[0]?.channels.length]).toEqual([2, 1]);
  });
});

describe('HE-AAC', () => {
  it('with a rate that only the decoder knows keeps time and trims', async () => {
    // A core at 24 kHz whose configuration tells of an output at 48 kHz: the packets say the core's rate.
    const packets = await encodeAll(aac, [toneFrame(24_000, 24_000, 2)], {});
    const config = Uint8Array.of(0x2b, 0x11, 0x88, 0x00);
    const frames = await decodeAll(
      aac,
      packets.map((packet) => ({ ...packet, config })),
      {},
    );
    expect(frames[0]?.sampleRate).toBe(48_000);
    expect(frames[0]?.pts).toBe(0);
    expect(totalLength(frames)).toBe(48_000);
  });
});

describe('samples that are no finite audio', () => {
  it('are repaired and counted', async () => {
    const session = await resolveEngine('auto').openEncoder({
      codec: 'aac',
      encoders: ['aac'],
      format: FORMAT,
      bitrate: 128_000,
    });
    const plane = new Float32Array(2048);
    plane.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2000, 999]);
    session.push(createFrame([plane, new Float32Array(2048)], { sampleRate: 48_000 }), () => {});
    expect(session.stats.repairedSamples).toBe(4);
    session.close();
    expect(plane[0]).toBeNaN();
  });
});

describe('an engine', () => {
  it('that lacks a codec or refuses a format says so', async () => {
    const engine = resolveEngine('native');
    const open =
      (encoders: readonly string[], more: Partial<EncoderSetup<'x'>> = {}) =>
      async () => {
        const setup = { codec: 'x', encoders, format: FORMAT, ...more } as const;
        const session = await engine.openEncoder(setup);
        session.close();
      };
    await expect(open(['nonsense', ''])()).rejects.toMatchObject({ code: 'unsupported' });
    await expect(open(['pcm_u8'])()).rejects.toMatchObject({ code: 'unsupported' });
    await expect(open(['aac'], { options: { nonsense: '1' } })()).rejects.toMatchObject({
      code: 'unsupported',
    });
    // It codes floats only.
    await expect(open(['aac'], { sampleType: 's24' })()).rejects.toMatchObject({
      code: 'unsupported',
    });
    const decoder = async () => {
      await engine.openDecoder({
        codec: 'x',
        decoders: ['nonsense'],
        ...FORMAT,
        onMalformed: 'skip',
        onFormatChange: 'error',
      });
    };
    await expect(decoder()).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('brings other sample formats to planar floats', async () => {
    const engine = resolveEngine('native');
    const decoder = await engine.openDecoder({
      codec: 'raw',
      decoders: ['pcm_s16le'],
      ...FORMAT,
      onMalformed: 'error',
      onFormatChange: 'error',
    });
    const data = new Uint8Array(Int16Array.of(16_384, -16_384, 32_767, -32_768, 1, -1).buffer);
    const frames: AudioFrame[] = [];
    const packet = { kind: 'packet', codec: 'raw', data, ...FORMAT, pts: 7, duration: 3 } as const;
    decoder.push(packet, (frame) => frames.push(frame));
    decoder.end((frame) => frames.push(frame));
    decoder.close();
    expect(
      frames.map((frame) => [frame.pts, ...frame.channels.map((plane) => [...plane])]),
    ).toEqual([[7, [0.5, 32_767 / 32_768, 1 / 32_768], [-0.5, -1, -1 / 32_768]]]);
  });
});

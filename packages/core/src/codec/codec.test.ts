import { describe, expect, it } from '@jest/globals';
import { from, take } from 'rxjs';
import { AudioFlowError } from '../error/index.js';
import { fromPull, run } from '../flow/index.js';
import type { AudioFrame, Packet } from '../signal/index.js';
import {
  collect,
  describeCodec,
  describeStage,
  joinFrames,
  noiseFrame,
  splitFrame,
} from '../testing/index.js';
import type { AudioCodec } from './audio-codec.js';
import { createCodecRegistry } from './codec-registry.js';
import { decode } from './decode.js';
import { encode } from './encode.js';
import { only } from './only.js';

interface RawOptions {
  readonly openMs?: number;
}

const log: string[] = [];

/** A real, if simple, codec: mono Float32 bytes, one packet per frame, opened asynchronously. */
const raw = {
  id: 'raw',
  checkEncodeOptions: (options: unknown): RawOptions => {
    const { openMs = 0, ...rest } = { ...(options as RawOptions) };
    if (Object.keys(rest).length > 0)
      throw new AudioFlowError('invalid-option', `raw: unknown ${Object.keys(rest)}`);
    return { openMs };
  },
  checkDecodeOptions: (): object => ({}),
  openEncoder: async (
    format: { sampleRate: number; channelCount: number },
    options: RawOptions,
  ) => {
    await new Promise((resolve) => setTimeout(resolve, options.openMs));
    if (format.channelCount !== 1)
      throw new AudioFlowError('unsupported', 'raw: expected 1 channel');
    log.push(`open ${format.sampleRate}`);
    return {
      info: { frameSize: 0, priming: 0 },
      push: (frame: AudioFrame, out: (packet: Packet<'raw'>) => void) =>
        out({
          kind: 'packet',
          codec: 'raw',
          data: new Uint8Array(frame.channels[0]?.slice().buffer ?? []),
          sampleRate: frame.sampleRate,
          channelCount: 1,
          pts: frame.pts,
          duration: frame.length,
        }),
      end: () => void log.push('end'),
      close: () => void log.push('close'),
    };
  },
  openDecoder: () => ({
    push: (packet: Packet<'raw'>, out: (frame: AudioFrame) => void) =>
      out({
        kind: 'pcm',
        sampleRate: packet.sampleRate,
        channels: [new Float32Array(packet.data.slice().buffer)],
        length: packet.duration,
        pts: packet.pts,
      }),
    end: () => {},
    close: () => {},
  }),
} satisfies AudioCodec<'raw', RawOptions, object>;

const frames = (count: number): AudioFrame[] => splitFrame(noiseFrame(count * 100), [100]);
const outcome = (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error);
const packets = (input: readonly AudioFrame[]): Promise<Packet<'raw'>[]> =>
  collect(from(input).pipe(encode(raw)));

describeStage('encode', {
  create: () => encode(raw),
  inputs: () => frames(6),
  key: (packet: Packet) => [packet.pts, packet.data.length],
  inFlight: 200,
});
describeStage('only', {
  create: () => only(raw),
  inputs: (): Packet[] =>
    [0, 1, 2, 3].map((pts) => ({
      kind: 'packet',
      codec: 'raw',
      data: new Uint8Array(4),
      sampleRate: 8000,
      channelCount: 1,
      pts,
      duration: 1,
    })),
});
describeCodec('a codec that opens asynchronously', {
  codec: raw,
  encodeOptions: [],
  decodeOptions: [],
  frameSize: 1024,
  channelCount: 1,
  minSnrDb: Number.POSITIVE_INFINITY,
  packetsFollowInput: true,
});

describe('encode', () => {
  it('holds the source while the encoder opens', async () => {
    let pulled = 0;
    const source = fromPull(function* () {
      for (const frame of splitFrame(noiseFrame(500_000), [1000])) {
        pulled += 1;
        yield frame;
      }
    });
    const subscription = source.pipe(encode(raw, { openMs: 30 })).subscribe();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(pulled).toBeLessThan(25);
    subscription.unsubscribe();
    await new Promise((resolve) => setTimeout(resolve, 40));
  });

  it('ends and closes its session, and only closes it when left early', async () => {
    log.length = 0;
    await packets(frames(2));
    expect(log).toEqual(['open 48000', 'end', 'close']);
    log.length = 0;
    await run(from(frames(5)).pipe(encode(raw), take(1)), { write: () => {} });
    expect(log).toEqual(['open 48000', 'close']);
  });

  it('checks options before anything is subscribed, the wrong ones of JavaScript users too', () => {
    expect(() => encode(raw, { bitrat: 1 } as never)).toThrow(/bitrat/);
    expect(() => encode(raw, { onFormatChange: 'ignore' } as never)).toThrow(/onFormatChange/);
    expect(() => encode('mp3' as never)).toThrow(/encode/);
  });

  it('passes the refusal of a format on', async () => {
    const stereo = noiseFrame(100, { channelCount: 2 });
    expect(await outcome(collect(from([stereo]).pipe(encode(raw))))).toMatchObject({
      code: 'unsupported',
      details: { operator: 'encode(raw)', pts: 0 },
    });
  });

  it('fails on a change of rate, or restarts when told to', async () => {
    const changing = [noiseFrame(100), noiseFrame(100, { pts: 100, sampleRate: 8000 })];
    expect(await outcome(packets(changing))).toMatchObject({ code: 'format-changed' });
    log.length = 0;
    const restarted = await collect(
      from(changing).pipe(encode(raw, { onFormatChange: 'restart' })),
    );
    expect(restarted.map((packet) => packet.sampleRate)).toEqual([48_000, 8000]);
    expect(log).toEqual(['open 48000', 'end', 'close', 'open 8000', 'end', 'close']);
  });

  it('fails on a jump of pts, fills it with silence, or resets, as told', async () => {
    const jumping = [noiseFrame(100), noiseFrame(100, { pts: 150 }), noiseFrame(100, { pts: 50 })];
    expect(await outcome(packets(jumping))).toMatchObject({ code: 'malformed-data' });
    log.length = 0;
    const filled = await collect(from(jumping).pipe(encode(raw, { onDiscontinuity: 'silence' })));
    expect(filled.map((packet) => [packet.pts, packet.duration])).toEqual([
      [0, 100],
      [100, 50],
      [150, 100],
      [50, 100],
    ]);
    expect(log.filter((entry) => entry.startsWith('open')).length).toBe(2);
    const gap = [noiseFrame(100), noiseFrame(100, { pts: 96_100 })];
    const long = await collect(
      from(gap).pipe(encode(raw, { onDiscontinuity: 'silence', maxGapMs: 1999 })),
    );
    expect(long.map((packet) => packet.pts)).toEqual([0, 96_100]);
    const reset = await collect(from(gap).pipe(encode(raw, { onDiscontinuity: 'reset' })));
    expect(reset.map((packet) => packet.pts)).toEqual([0, 96_100]);
  });

  it('ignores empty frames, which lock no format', async () => {
    const empty = { ...noiseFrame(0), sampleRate: 8000 };
    expect(await packets([empty, ...frames(2), empty])).toHaveLength(2);
  });
});

describe('decode', () => {
  it('gives back what was encoded, by codec and by registry', async () => {
    const input = frames(3);
    const encoded = await packets(input);
    expect(joinFrames(await collect(from(encoded).pipe(decode(raw))))).toEqual(joinFrames(input));
    const registry = createCodecRegistry([raw]);
    expect(joinFrames(await collect(from(encoded).pipe(decode(registry))))).toEqual(
      joinFrames(input),
    );
  });

  it('refuses packets of another codec, naming what came', async () => {
    const [packet] = await packets(frames(1));
    if (!packet) throw new Error('one packet');
    const other: Packet = { ...packet, codec: 'opus' };
    expect(await outcome(collect(from([other]).pipe(decode(raw) as never)))).toMatchObject({
      code: 'invalid-option',
    });
    expect(
      await outcome(collect(from([other]).pipe(decode(createCodecRegistry([raw]))))),
    ).toMatchObject({
      code: 'unsupported',
      message: 'no codec named opus: this registry has raw',
    });
    expect(await outcome(collect(from([other]).pipe(only(raw))))).toMatchObject({
      code: 'invalid-option',
    });
  });

  it('fails on a change of configuration, or restarts when told to', async () => {
    const [packet] = await packets(frames(1));
    if (!packet) throw new Error('one packet');
    const same = { ...packet, config: Uint8Array.of(1) };
    const changed = { ...packet, config: Uint8Array.of(2) };
    const copied = { ...packet, config: Uint8Array.of(1) };
    expect(await collect(from([same, copied]).pipe(decode(raw)))).toHaveLength(2);
    expect(await outcome(collect(from([same, changed]).pipe(decode(raw))))).toMatchObject({
      code: 'format-changed',
    });
    expect(
      await collect(from([same, changed]).pipe(decode(raw, { onFormatChange: 'restart' }))),
    ).toHaveLength(2);
  });
});

describe('createCodecRegistry', () => {
  it('refuses two codecs of one name', () => {
    expect(() => createCodecRegistry([raw, raw])).toThrow(/two codecs are named raw/);
  });
});

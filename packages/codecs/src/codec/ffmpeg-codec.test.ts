import type { AudioFrame, Packet } from '@audioflow/core';
import { type AudioCodec, encode } from '@audioflow/core/codec';
import { align, joinFrames, snr, totalLength } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { type EngineName, resolveEngine } from '../engine/index.js';
import { describeWithFfmpeg } from '../fixtures/ffmpeg.js';
import { decodeAll, encodeAll, toneFrame } from '../fixtures/sessions.js';
import { ffmpegCodec } from './ffmpeg-codec.js';
import { vorbis } from './vorbis.js';

/** Packets of codecs that we do not encode, by FFmpeg's encoders. */
const packetsOf = async (codec: string, frame: AudioFrame): Promise<Packet[]> => {
  const format = { sampleRate: frame.sampleRate, channelCount: frame.channels.length };
  const session = await resolveEngine('native').openEncoder({ codec, encoders: [codec], format });
  const packets: Packet[] = [];
  await session.push(frame, (packet) => packets.push(packet));
  await session.end((packet) => packets.push(packet));
  await session.close();
  return packets;
};

describe('ffmpegCodec', () => {
  it.each([
    ['ac3', {}, 6],
    ['eac3', {}, 2],
    ['mp2', { decoder: 'mp2float' }, 2],
    ['adpcm_ms', { blockAlign: 1024, bitsPerCodedSample: 4 }, 2],
  ] as const)('decodes %s with %j', async (name, hints, channelCount) => {
    const frame = toneFrame(48_000, 48_000, channelCount);
    const packets = await packetsOf(name, frame);
    const frames = await decodeAll(ffmpegCodec(name, hints), packets, {});
    const [plane = new Float32Array()] = joinFrames(frames);
    const [original = new Float32Array()] = frame.channels;
    // Some of these encoders do not flush what they are late by.
    expect(48_000 - totalLength(frames)).toBeLessThan(600);
    expect(align(original.subarray(9000, 17_000), plane.subarray(9000, 17_000), 600).lag).toBe(0);
    expect(snr(original.subarray(0, plane.length), plane)).toBeGreaterThan(15);
  });

  it('refuses what FFmpeg does not know, and encoding', async () => {
    const first = { kind: 'packet', codec: 'nonsense', data: Uint8Array.of(1), pts: 0 } as const;
    const packet = { ...first, sampleRate: 48_000, channelCount: 2, duration: 1 };
    await expect(decodeAll(ffmpegCodec('nonsense'), [packet], {})).rejects.toMatchObject({
      code: 'unsupported',
    });
    expect(() => ffmpegCodec('no such thing')).toThrow(/FFmpeg's name/);
    const untyped: unknown = ffmpegCodec('ac3');
    expect(() => Reflect.apply(encode, undefined, [untyped])).toThrow(/only decodes/);
  });
});

describeWithFfmpeg('ffmpegCodec on the process engine', () => {
  it('takes packets of which nothing comes for good ones, as decoders begin with', async () => {
    const frame = toneFrame(9600, 48_000, 2);
    // The first packet of Vorbis only prepares the second; not every container says so by a trim.
    const packets = (await encodeAll(vorbis, [frame], { engine: 'native' })).map(
      ({ trimStart: _trimStart, ...packet }) => packet,
    );
    const options = { engine: 'process', onMalformed: 'error' } as const;
    const frames = await decodeAll(ffmpegCodec('vorbis'), packets, options);
    expect(totalLength(frames)).toBe(9600);
  });
});

/** The packets of several encoders as one stream, as if nothing outside told where they change. */
const joined = (parts: readonly (readonly Packet[])[]): Packet[] => {
  const [{ sampleRate, channelCount } = { sampleRate: 0, channelCount: 0 }] = parts[0] ?? [];
  let pts = 0;
  return parts.flat().map(({ trimStart: _start, trimEnd: _end, ...packet }) => {
    const dated = { ...packet, sampleRate, channelCount, pts };
    pts += packet.duration;
    return dated;
  });
};

describeWithFfmpeg('a format that changes in the packets only', () => {
  const tone = (sampleRate: number, channelCount: number) =>
    toneFrame(12_000, sampleRate, channelCount);
  const streamOf = async (encoder: string, tones: readonly AudioFrame[]): Promise<Packet[]> =>
    joined(await Promise.all(tones.map((frame) => packetsOf(encoder, frame))));
  const decodeOn = (name: string, packets: readonly Packet[], engine: EngineName) => {
    const codec = ffmpegCodec(name, name === 'mp2' ? { decoder: 'mp2float' } : {});
    return decodeAll(codec, packets, { engine, onFormatChange: 'restart' });
  };
  /** Format, first sample and length of each frame, and how loud its channels are. */
  const shapes = (frames: readonly AudioFrame[]) =>
    frames.map(({ sampleRate, pts, length, channels }) => [
      sampleRate,
      pts,
      length,
      channels.length,
    ]);

  it.each([
    ['ac3', [tone(48_000, 2), tone(48_000, 6), tone(48_000, 1)]],
    ['ac3', [tone(48_000, 2), tone(44_100, 2), tone(32_000, 6)]],
    ['eac3', [tone(48_000, 6), tone(48_000, 2), tone(44_100, 2)]],
    ['mp2', [tone(48_000, 2), tone(48_000, 1), tone(24_000, 2)]],
  ] as const)('is followed in %s by fork and process as by native (%#)', async (name, tones) => {
    const packets = await streamOf(name, tones);
    const native = await decodeOn(name, packets, 'native');
    const frames = await decodeOn(name, packets, 'process');
    const formats = new Set(frames.map((f) => `${f.sampleRate} ${f.channels.length}`));
    expect([...formats]).toEqual(tones.map((f) => `${f.sampleRate} ${f.channels.length}`));
    expect(shapes(frames)).toEqual(shapes(native));
    expect(shapes(await decodeOn(name, packets, 'fork'))).toEqual(shapes(native));
    for (const [i, frame] of frames.entries()) {
      // A frame after a change: native goes on from the one before it.
      if (frames[i - 1]?.channels.length !== frame.channels.length) continue;
      if (frames[i - 1]?.sampleRate !== frame.sampleRate) continue;
      for (const [c, plane] of frame.channels.entries()) {
        expect(snr(native[i]?.channels[c] ?? new Float32Array(), plane)).toBeGreaterThan(40);
      }
    }
  });

  it('is an error where changes are not wanted, on both', async () => {
    const packets = await streamOf('ac3', [tone(48_000, 2), tone(48_000, 6)]);
    for (const engine of ['native', 'process'] as const) {
      const decoded = decodeAll(ffmpegCodec('ac3'), packets, { engine, onFormatChange: 'error' });
      await expect(decoded).rejects.toMatchObject({ code: 'format-changed' });
    }
  });

  it('is an error of process, not a conversion, where its packets are not known', async () => {
    const packets = await streamOf('ac3', [tone(48_000, 2), tone(48_000, 6)]);
    const unknown: AudioCodec<string, never, object> = {
      ...ffmpegCodec<string>('ac3'),
      openDecoder: (first) =>
        resolveEngine('process').openDecoder({
          codec: 'ac3',
          decoders: ['ac3'],
          formatOf: () => undefined,
          sampleRate: first.sampleRate,
          channelCount: first.channelCount,
          changesInBand: true,
          silentPackets: Number.MAX_SAFE_INTEGER,
          onMalformed: 'skip',
          onFormatChange: 'restart',
        }),
    };
    await expect(decodeAll(unknown, packets, {})).rejects.toMatchObject({
      code: 'format-changed',
      message: expect.stringMatching(
        /expected 2 channels at 48000 Hz .*engine: 'native' or 'fork'/,
      ),
    });
  });
});

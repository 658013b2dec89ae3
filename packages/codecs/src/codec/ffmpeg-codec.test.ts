import type { AudioFrame, Packet } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';
import { align, joinFrames, snr, totalLength } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { resolveEngine } from '../engine/index.js';
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

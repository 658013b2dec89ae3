import { spawnSync } from 'node:child_process';
import type { Packet } from '@audioflow/core';
import { totalLength } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, from, toArray } from 'rxjs';
import { aac } from '../codec/index.js';
import { chunksOf, concat, noiseBytes } from '../fixtures/mp3-stream.js';
import { decodeAll, encodeAll, toneFrame } from '../fixtures/sessions.js';
import {
  audioSpecificConfig,
  createAdtsFramer,
  createAdtsParser,
  findFrame,
  framePackets,
  isFrameStart,
  parseAdtsHeader,
  parseAudioSpecificConfig,
  parsePackets,
} from './index.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const parse = (bytes: Uint8Array, chunk = bytes.length || 1) => {
  const parser = createAdtsParser();
  const packets: Packet<'aac'>[] = [];
  for (const part of chunksOf(bytes, chunk)) parser.push(part, (packet) => packets.push(packet));
  parser.end((packet) => packets.push(packet));
  return { packets, report: parser.report };
};

const packetOf = (data: Uint8Array, config?: Uint8Array): Packet<'aac'> => ({
  kind: 'packet',
  codec: 'aac',
  data,
  sampleRate: 44_100,
  channelCount: 2,
  pts: 0,
  duration: 1024,
  ...(config === undefined ? {} : { config }),
});

const encoded = (length: number, sampleRate = 44_100, channelCount = 2) =>
  encodeAll(aac, [toneFrame(length, sampleRate, channelCount)], {});

describe('ADTS headers', () => {
  it('agree with known values', () => {
    const frame = createAdtsFramer();
    expect(
      hex(frame(packetOf(new Uint8Array(100), Uint8Array.of(0x12, 0x10))).subarray(0, 7)),
    ).toBe('fff150800d7ffc');
    expect(
      hex(frame(packetOf(new Uint8Array(371), Uint8Array.of(0x11, 0x90))).subarray(0, 7)),
    ).toBe('fff14c802f5ffc');
  });

  it('have every sample rate of the table', () => {
    const rates = [
      96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000,
      7350,
    ];
    for (const [index, sampleRate] of rates.entries()) {
      const config = audioSpecificConfig({ sampleRate, channelCount: 2 });
      expect(parseAudioSpecificConfig(config)).toMatchObject({ sampleRate, objectType: 2 });
      const header = createAdtsFramer()(packetOf(new Uint8Array(10), config));
      expect(((header[2] ?? 0) >> 2) & 15).toBe(index);
      expect(parseAdtsHeader(header)).toMatchObject({ sampleRate, channelCount: 2, bytes: 17 });
    }
  });

  it('keep to the 13 bits of the length field', () => {
    const frame = createAdtsFramer();
    const longest = frame(packetOf(new Uint8Array(8184), Uint8Array.of(0x12, 0x10)));
    expect(parseAdtsHeader(longest)?.bytes).toBe(8191);
    expect(() => frame(packetOf(new Uint8Array(8185), Uint8Array.of(0x12, 0x10)))).toThrow(
      'at most 8184 bytes, got 8185',
    );
    expect(() => frame(packetOf(new Uint8Array(0), Uint8Array.of(0x12, 0x10)))).toThrow('one byte');
  });

  it('tell the core of HE-AAC, not profile 0', () => {
    // Explicit signalling: object type 5, core at 24 kHz, output at 48 kHz, core type 2, stereo.
    const explicit = Uint8Array.of(0x2b, 0x11, 0x88, 0x00);
    expect(parseAudioSpecificConfig(explicit)).toMatchObject({
      objectType: 2,
      sampleRate: 24_000,
      outputRate: 48_000,
      channelConfiguration: 2,
      sbr: true,
    });
    const header = createAdtsFramer()(packetOf(new Uint8Array(10), explicit));
    expect(parseAdtsHeader(header)).toMatchObject({ objectType: 2, sampleRate: 24_000 });
    // HE-AAC v2: object type 29, mono core.
    const second = Uint8Array.of(0xeb, 0x09, 0x88, 0x00);
    expect(parseAudioSpecificConfig(second)).toMatchObject({
      ps: true,
      objectType: 2,
      channelConfiguration: 1,
    });
    // Backward compatible signalling as encoders append it.
    expect(parseAudioSpecificConfig(Uint8Array.of(0x11, 0x90, 0x56, 0xe5, 0x00)).sbr).toBe(false);
    expect(parseAudioSpecificConfig(Uint8Array.of(0x13, 0x10, 0x56, 0xe5, 0x98))).toMatchObject({
      sbr: true,
      sampleRate: 24_000,
      outputRate: 48_000,
    });
  });

  it('refuse what ADTS cannot tell', () => {
    const frame = createAdtsFramer();
    const eld = Uint8Array.of(0xf8, 0xe8, 0x50, 0x00);
    expect(() => frame(packetOf(new Uint8Array(10), eld))).toThrow('object type 39');
    expect(() => frame(packetOf(new Uint8Array(10), Uint8Array.of(0x12, 0x00)))).toThrow(
      'configuration',
    );
  });
});

describe('parsePackets(aac)', () => {
  it('takes ADTS apart and puts it together again, for any chunk length', async () => {
    const packets = await encoded(30_000);
    const framer = createAdtsFramer();
    const bytes = concat(packets.map(framer));
    for (const chunk of [1, 5, 97, 4096, bytes.length]) {
      const { packets: found, report } = parse(bytes, chunk);
      expect(found.map((p) => p.data)).toEqual(packets.map((p) => p.data));
      expect(found.map((p) => p.pts)).toEqual(packets.map((_, i) => i * 1024));
      expect(hex(found[0]?.config ?? new Uint8Array())).toBe('1210');
      expect(new Set(found.map((p) => p.config)).size).toBe(1);
      expect(report).toMatchObject({ frames: packets.length, skippedBytes: 0, truncatedBytes: 0 });
      expect(concat(found.map(createAdtsFramer()))).toEqual(bytes);
    }
  });

  it('works as operators, both ways', async () => {
    const packets = await encoded(10_000);
    const bytes = await firstValueFrom(from(packets).pipe(framePackets(aac, 'adts'), toArray()));
    for (const chunk of bytes) expect(isFrameStart('aac', chunk)).toBe(true);
    const found = await firstValueFrom(from(bytes).pipe(parsePackets(aac), toArray()));
    expect(found.map((p) => p.data)).toEqual(packets.map((p) => p.data));
    expect(totalLength(await decodeAll(aac, found, {}))).toBe(packets.length * 1024);
  });

  it('is read by the ffmpeg program, and reads what that writes', async () => {
    const packets = await encoded(20_000);
    const input = concat(packets.map(createAdtsFramer()));
    const run = (args: string, given: Uint8Array) =>
      spawnSync('ffmpeg', ['-v', 'error', ...args.split(' ')], {
        input: given,
        maxBuffer: 1 << 26,
      });
    const decoded = run('-f aac -i pipe:0 -f f32le pipe:1', input);
    expect(decoded.stderr.toString()).toBe('');
    expect(decoded.stdout.length).toBe(packets.length * 1024 * 2 * 4);
    const theirs = run('-f aac -i pipe:0 -c copy -f adts pipe:1', input);
    expect(parse(new Uint8Array(theirs.stdout)).packets.map((p) => p.data)).toEqual(
      packets.map((p) => p.data),
    );
  });

  it('finds its way again after garbage and ignores false syncs in payloads', async () => {
    const packets = await encoded(40_000);
    const framer = createAdtsFramer();
    const fake = concat([framer(packetOf(new Uint8Array(50), Uint8Array.of(0x12, 0x10)))]);
    const frames = packets.map(framer);
    const bytes = concat([
      noiseBytes(3000, 5),
      fake,
      noiseBytes(3000, 6),
      ...frames.slice(0, 10),
      noiseBytes(100_000, 8),
      ...frames.slice(10),
    ]);
    for (const chunk of [1, 999, bytes.length]) {
      const { packets: found, report } = parse(bytes, chunk);
      expect(found.map((p) => p.data)).toEqual(packets.map((p) => p.data));
      expect(report.resyncs).toBe(2);
    }
  });

  it('reads headers with checksum, and several raw data blocks', async () => {
    const packets = await encoded(9000);
    const [a, b, c] = packets.map((p) => p.data);
    if (a === undefined || b === undefined || c === undefined) throw new Error('no packets');
    const protect = (blocks: readonly Uint8Array[]): Uint8Array => {
      const positions: number[] = [];
      const single = blocks.length === 1;
      const parts = blocks.map((block) => (single ? block : concat([block, new Uint8Array(2)])));
      let at = parts[0]?.length ?? 0;
      for (const part of parts.slice(1)) {
        positions.push(at >> 8, at & 0xff);
        at += part.length;
      }
      const body = concat([Uint8Array.from(positions), new Uint8Array(2), ...parts]);
      const frame = concat([createAdtsFramer()(packetOf(body, Uint8Array.of(0x12, 0x10)))]);
      frame[1] = 0xf0;
      frame[6] = 0xfc | (blocks.length - 1);
      return frame;
    };
    const bytes = concat([protect([a]), protect([b, c]), protect([a])]);
    const { packets: found } = parse(bytes, 11);
    expect(found.map((p) => p.data)).toEqual([a, b, c, a]);
    expect(found.map((p) => p.pts)).toEqual([0, 1024, 2048, 3072]);
    // Without checksums there is no table: the blocks stay in one packet of their joint duration.
    const frame = createAdtsFramer();
    const pair = frame(packetOf(concat([b, c]), Uint8Array.of(0x12, 0x10)));
    pair[6] = 0xfd;
    const joint = parse(concat([frame(packetOf(a, Uint8Array.of(0x12, 0x10))), pair]), 7).packets;
    expect(joint.map((p) => p.duration)).toEqual([1024, 2048]);
    expect(totalLength(await decodeAll(aac, joint, {}))).toBe(3072);
  });

  it('drops and counts the frame that the end cuts off', async () => {
    const packets = await encoded(9000);
    const bytes = concat(packets.map(createAdtsFramer()));
    const { packets: found, report } = parse(bytes.subarray(0, bytes.length - 3), 50);
    expect(found.length).toBe(packets.length - 1);
    expect(report.truncatedBytes).toBe((packets.at(-1)?.data.length ?? 0) + 7 - 3);
  });

  it('says what to do where the channels are told in the stream itself', async () => {
    const packets = await encoded(3000);
    const bytes = concat(packets.map(createAdtsFramer()));
    const frames = parse(bytes).packets.map((p) => createAdtsFramer()(p));
    for (const frame of frames) frame[3] = (frame[3] ?? 0) & 0x3f;
    expect(() => parse(concat(frames))).toThrow('channel configuration of 1 to 7');
  });
});

describe('finding frames in bytes', () => {
  it('finds the first frame that another one follows', async () => {
    const frames = (await encoded(9000)).map(createAdtsFramer());
    const bytes = concat([noiseBytes(500, 9), ...frames]);
    expect(findFrame('aac', bytes)).toEqual({ offset: 500, length: frames[0]?.length });
    expect(findFrame('aac', noiseBytes(500, 9))).toBeUndefined();
    expect(isFrameStart('aac', bytes, 500)).toBe(true);
    expect(isFrameStart('aac', bytes, 499)).toBe(false);
    expect(isFrameStart('mp3', bytes, 500)).toBe(false);
  });
});

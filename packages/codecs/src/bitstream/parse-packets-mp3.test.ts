import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Packet } from '@audioflow/core';
import { joinFrames, totalLength } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { firstValueFrom, from, toArray } from 'rxjs';
import { mp3 } from '../codec/index.js';
import { chunksOf, concat, mp3Packets, noiseBytes } from '../fixtures/mp3-stream.js';
import { decodeAll } from '../fixtures/sessions.js';
import {
  createMp3InfoCollector,
  createMp3Parser,
  framePackets,
  mp3InfoFrame,
  type ParseReport,
  parseMp3Header,
  parseMp3Info,
  parsePackets,
} from './index.js';

const CD = { sampleRate: 44_100, channelCount: 2 };

const parse = (bytes: Uint8Array, chunk = bytes.length || 1) => {
  const parser = createMp3Parser();
  const packets: Packet<'mp3'>[] = [];
  for (const part of chunksOf(bytes, chunk)) parser.push(part, (packet) => packets.push(packet));
  parser.end((packet) => packets.push(packet));
  return { packets, report: parser.report };
};

const streamOf = (packets: readonly Packet<'mp3'>[]) => concat(packets.map((p) => p.data));

/** An ID3v2 tag whose body looks like mp3 frames. */
const id3v2 = (body: Uint8Array): Uint8Array => {
  const size = [21, 14, 7, 0].map((shift) => (body.length >> shift) & 0x7f);
  return concat([Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, ...size), body]);
};

const id3v1 = (): Uint8Array => concat([Buffer.from('TAG'), new Uint8Array(125).fill(0x20)]);

const apeTag = (items: number): Uint8Array => {
  const tag = new Uint8Array(32 + items + 32);
  const view = new DataView(tag.buffer);
  for (const [at, flags] of [
    [0, 0xa000_0000],
    [32 + items, 0x8000_0000],
  ] as const) {
    tag.set(Buffer.from('APETAGEX'), at);
    view.setUint32(at + 8, 2000, true);
    view.setUint32(at + 12, items + 32, true);
    view.setUint32(at + 20, flags, true);
  }
  return tag;
};

describe('parsePackets(mp3)', () => {
  it('gives back the packets of an encoder, for any chunk length', async () => {
    const packets = await mp3Packets(30_000, CD);
    const bytes = streamOf(packets);
    for (const chunk of [1, 3, 97, 417, 4096, bytes.length]) {
      const { packets: found, report } = parse(bytes, chunk);
      expect(found.map((p) => p.data)).toEqual(packets.map((p) => p.data));
      expect(found.map((p) => p.pts)).toEqual(packets.map((_, i) => i * 1152));
      expect(report).toEqual({
        frames: packets.length,
        skippedBytes: 0,
        tagBytes: 0,
        resyncs: 0,
        truncatedBytes: 0,
      });
    }
  });

  it.each([
    [48_000, 1152],
    [44_100, 1152],
    [32_000, 1152],
    [24_000, 576],
    [22_050, 576],
    [16_000, 576],
    [12_000, 576],
    [11_025, 576],
    [8000, 576],
  ])('reads MPEG 1, 2 and 2.5: %i Hz, %i samples a frame', async (sampleRate, samples) => {
    const packets = await mp3Packets(5000, { sampleRate, channelCount: 1 });
    const { packets: found } = parse(streamOf(packets));
    expect(found.length).toBe(packets.length);
    for (const packet of found) {
      expect(packet).toMatchObject({ sampleRate, channelCount: 1, duration: samples });
    }
  });

  it('is an operator', async () => {
    const packets = await mp3Packets(10_000, CD);
    let report: ParseReport | undefined;
    const operator = parsePackets(mp3, {
      onReport: (found) => {
        report = found;
      },
    });
    const bytes = chunksOf(streamOf(packets), 100);
    const found = await firstValueFrom(from(bytes).pipe(operator, toArray()));
    expect(found.length).toBe(packets.length);
    expect(report?.frames).toBe(packets.length);
    const framed = await firstValueFrom(from(found).pipe(framePackets(mp3), toArray()));
    expect(concat(framed)).toEqual(concat(bytes));
  });

  it('skips tags whose bodies look like frames', async () => {
    const packets = await mp3Packets(10_000, CD);
    const bait = concat([
      packets[0]?.data ?? new Uint8Array(),
      packets[1]?.data ?? new Uint8Array(),
    ]);
    const head = id3v2(bait);
    const bytes = concat([head, streamOf(packets), apeTag(300), id3v1()]);
    for (const chunk of [1, 50, bytes.length]) {
      const { packets: found, report } = parse(bytes, chunk);
      expect(found.map((p) => p.data)).toEqual(packets.map((p) => p.data));
      expect(report.tagBytes).toBe(head.length + 300 + 64 + 128);
      expect(report.skippedBytes).toBe(0);
    }
  });

  it('finds its way again after garbage, in bounded memory and without false frames', async () => {
    const packets = await mp3Packets(60_000, CD);
    const cut = 20;
    const garbage = noiseBytes(3_000_000, 7);
    const bytes = concat([
      noiseBytes(5000, 3),
      streamOf(packets.slice(0, cut)),
      garbage,
      streamOf(packets.slice(cut)),
    ]);
    const wanted = packets.map((p) => p.data);
    for (const chunk of [1, 1000, bytes.length]) {
      const before = process.memoryUsage().arrayBuffers;
      const { packets: found, report } = parse(bytes, chunk);
      expect(found.map((p) => p.data)).toEqual(wanted);
      expect(report.skippedBytes).toBe(3_005_000);
      expect(report.resyncs).toBe(2);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2_000_000);
    }
  });

  it('takes no lonely header in garbage for a frame', async () => {
    const [packet] = await mp3Packets(1000, CD);
    if (packet === undefined) throw new Error('no packet');
    const lonely = concat([noiseBytes(400, 1), packet.data, noiseBytes(4000, 2)]);
    expect(parse(lonely).packets).toEqual([]);
    // Alone up to the end it is a stream of one frame.
    expect(parse(packet.data).packets.length).toBe(1);
    expect(parse(concat([packet.data, id3v1()])).packets.length).toBe(1);
  });

  it('drops and counts the frame that the end cuts off', async () => {
    const packets = await mp3Packets(10_000, CD);
    const bytes = streamOf(packets);
    for (const missing of [1, 100, 413, 416]) {
      const { packets: found, report } = parse(bytes.subarray(0, bytes.length - missing), 33);
      expect(found.length).toBe(packets.length - 1);
      expect(report.truncatedBytes).toBe((packets.at(-1)?.data.length ?? 0) - missing);
      expect(report.skippedBytes).toBe(0);
    }
  });

  it('never throws and never hangs on damaged bytes', async () => {
    const bytes = streamOf(await mp3Packets(40_000, CD));
    for (let seed = 1; seed <= 40; seed++) {
      const damaged = bytes.slice();
      const where = noiseBytes(60, seed);
      for (let i = 0; i + 3 < where.length; i += 3) {
        const at = (((where[i] ?? 0) << 8) | (where[i + 1] ?? 0)) % damaged.length;
        damaged[at] = (damaged[at] ?? 0) ^ (1 << ((where[i + 2] ?? 0) & 7));
      }
      const whole = parse(damaged);
      const single = parse(damaged, 13);
      expect(single.packets).toEqual(whole.packets);
      const { skippedBytes, truncatedBytes } = whole.report;
      const kept = whole.packets.reduce((sum, p) => sum + p.data.length, 0);
      expect(kept + skippedBytes + truncatedBytes).toBe(damaged.length);
    }
  });
});

describe('the information frame', () => {
  const summary = { sampleRate: 44_100, channelCount: 2, frames: 7, bytes: 2926 };

  it.each([
    8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000,
  ])('is written and read back at %i Hz', (sampleRate) => {
    for (const channelCount of [1, 2]) {
      const frame = mp3InfoFrame({
        ...summary,
        sampleRate,
        channelCount,
        trimStart: 1105,
        trimEnd: 46,
      });
      expect(parseMp3Header(frame)).toMatchObject({
        sampleRate,
        channelCount,
        bytes: frame.length,
      });
      expect(parseMp3Info(frame)).toEqual({
        kind: 'Info',
        frames: 7,
        bytes: 2926 + frame.length,
        trimStart: 1105,
        trimEnd: 46,
      });
    }
  });

  it('gives a parsed file its exact length, and is no packet itself', async () => {
    for (const length of [1, 46, 47, 48, 1152, 1153, 10_000, 44_100]) {
      const packets = await mp3Packets(length, CD);
      const first = packets[0];
      if (first === undefined) throw new Error('no packet');
      const collector = createMp3InfoCollector(first);
      for (const packet of packets) collector.add(packet);
      const { packets: found } = parse(concat([collector.frame(), streamOf(packets)]), 100);
      expect(found).toEqual(packets);
      expect(totalLength(await decodeAll(mp3, found, {}))).toBe(length);
    }
  });

  it('makes the ffmpeg program decode exactly what went in', async () => {
    const length = 30_011;
    const packets = await mp3Packets(length, CD);
    const first = packets[0];
    if (first === undefined) throw new Error('no packet');
    const collector = createMp3InfoCollector(first);
    for (const packet of packets) collector.add(packet);
    const folder = await mkdtemp(join(tmpdir(), 'audioflow-'));
    const path = join(folder, 'ours.mp3');
    await writeFile(path, concat([collector.frame(), streamOf(packets)]));
    // From a pipe ffmpeg trims no end.
    const args = ['-v', 'error', '-i', path, '-f', 'f32le', 'pipe:1'];
    const { stdout, stderr, status } = spawnSync('ffmpeg', args, { maxBuffer: 1 << 26 });
    await rm(folder, { recursive: true });
    expect([status, stderr.toString()]).toEqual([0, '']);
    expect(stdout.length).toBe(length * 2 * 4);
    const theirs = new Float32Array(new Uint8Array(stdout).buffer);
    const [ours] = joinFrames(await decodeAll(mp3, packets, {}));
    let worst = 0;
    for (let i = 0; i < length; i++) {
      worst = Math.max(worst, Math.abs((theirs[2 * i] ?? 0) - (ours?.[i] ?? 0)));
    }
    expect(worst).toBeLessThan(1e-4);
  });

  it('is read as ffmpeg writes it', async () => {
    const args =
      '-v error -f lavfi -i sine=440:r=44100:d=1 -c:a libmp3lame -b:a 128k -f mp3 -write_xing 1';
    const folder = await mkdtemp(join(tmpdir(), 'audioflow-'));
    const path = join(folder, 'theirs.mp3');
    const made = spawnSync('ffmpeg', [...args.split(' '), path]);
    expect(made.stderr.toString()).toBe('');
    const bytes = new Uint8Array(await readFile(path));
    await rm(folder, { recursive: true });
    const { packets } = parse(bytes, 1000);
    expect(packets[0]).toMatchObject({ pts: -1105, trimStart: 1105 });
    expect(totalLength(await decodeAll(mp3, packets, {}))).toBe(44_100);
  });

  it('keeps its memory while the file grows, and still finds hundredths', async () => {
    const packets = await mp3Packets(44_100, CD);
    const first = packets[0];
    if (first === undefined) throw new Error('no packet');
    const collector = createMp3InfoCollector(first);
    for (let i = 0; i < 100; i++) for (const packet of packets) collector.add(packet);
    const frame = collector.frame();
    const table = frame.subarray(4 + 32 + 16, 4 + 32 + 116);
    for (let i = 0; i < 100; i++)
      expect(Math.abs((table[i] ?? 0) - (256 * i) / 100)).toBeLessThan(3);
  });

  it('says nothing of delays where they are not known', () => {
    expect(parseMp3Info(mp3InfoFrame({ sampleRate: 44_100, channelCount: 2 }))).toEqual({
      kind: 'Info',
      trimStart: 0,
      trimEnd: 0,
    });
  });

  it('spreads a long end over the packets that it covers', async () => {
    const packets = await mp3Packets(20_000, CD);
    const info = mp3InfoFrame({ ...CD, frames: packets.length, trimStart: 1105, trimEnd: 3000 });
    const { packets: found } = parse(concat([info, streamOf(packets)]));
    expect(found.slice(-3).map((p) => p.trimEnd)).toEqual([696, 1152, 1152]);
    const total = packets.length * 1152 - 1105 - 3000;
    expect(totalLength(await decodeAll(mp3, found, {}))).toBe(total);
  });
});

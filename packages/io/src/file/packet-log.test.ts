import { readFileSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { aac, mp3 } from '@audioflow/codecs';
import { type AudioFlowError, fromFrames, type Packet, run, sine } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';
import { collect, joinFrames } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { concat, from, of } from 'rxjs';
import { failure } from './fixtures/failure.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { voice } from './fixtures/voice.js';
import { probe } from './probe.js';
import { readAudio } from './read-audio.js';
import { readPacketLog } from './read-packet-log.js';
import { writePacketLog } from './write-packet-log.js';

const at = tempFolder();
const packet = (pts: number, more: Partial<Packet> = {}): Packet => ({
  kind: 'packet',
  codec: 'mine',
  data: Uint8Array.of(1, 2, 3),
  sampleRate: 48_000,
  channelCount: 2,
  pts,
  duration: 960,
  ...more,
});
const logOf = async (packets: readonly Packet[]): Promise<Buffer> => {
  await run(from(packets), writePacketLog(at('log.afpk')));
  return readFileSync(at('log.afpk'));
};

describe('a packet log', () => {
  it('gives back all of a packet, and changes of codec, format and configuration', async () => {
    const config = Uint8Array.of(9, 8, 7);
    const packets = [
      packet(-312, { trimStart: 312, config }),
      packet(648, { config }),
      packet(1608, { config: Uint8Array.of(9), data: new Uint8Array() }),
      packet(2 ** 40, { codec: 'größer', sampleRate: 8000, channelCount: 1, trimEnd: 5 }),
    ];
    await logOf(packets);
    const found = await collect(readPacketLog(at('log.afpk')));
    expect(found).toEqual(packets);
    expect(found[1]?.config).toBe(found[0]?.config);
  });

  it('has the documented bytes', async () => {
    const bytes = await logOf([packet(-1, { trimEnd: 2, config: Uint8Array.of(0xaa) })]);
    const hex = (from: number, to: number): string => bytes.toString('hex', from, to);
    expect(hex(0, 12)).toBe('4146504b0d0a1a0a01000000');
    // Format: type, length; rate, channels, length of the name; name, configuration; checksum.
    expect(hex(12, 37)).toBe(
      `010000000d000000${'80bb0000'}${'0200'}${'0400'}${'6d696e65'}aa${hex(33, 37)}`,
    );
    // Packet: pts, duration, trims; data.
    expect(hex(37, 72)).toBe(
      `0200000017000000${'ffffffffffffffff'}${'c0030000'}${'00000000'}${'02000000'}010203${hex(68, 72)}`,
    );
    expect(hex(72, 88)).toBe('04000000080000000100000000000000');
    expect(bytes).toHaveLength(92);
  });

  it('is read up to where it is cut or damaged, with one warning', async () => {
    const packets = Array.from({ length: 20 }, (_, i) => packet(960 * i));
    const bytes = await logOf(packets);
    const read = async (part: Uint8Array) => {
      const warnings: AudioFlowError[] = [];
      const source = concat(of(part.subarray(0, 50)), of(part.subarray(50)));
      const found = await collect(readPacketLog(source, { onWarning: (w) => warnings.push(w) }));
      expect(found).toEqual(packets.slice(0, found.length));
      return [found.length, warnings.map(({ code }) => code)];
    };
    expect(await read(bytes)).toEqual([20, []]);
    const record = 35;
    const head = 12 + 24;
    for (let cut = head; cut < bytes.length; cut += 7) {
      const whole = Math.min(20, Math.floor((cut - head) / record));
      expect(await read(bytes.subarray(0, cut))).toEqual([whole, ['malformed-data']]);
    }
    for (const [place, value] of [
      [head + 5 * record + 20, 0x55],
      [head + 5 * record + 7, 0xff],
    ] as const) {
      const broken = Buffer.from(bytes);
      broken[place] = value;
      expect(await read(broken)).toEqual([5, ['malformed-data']]);
    }
  });

  it('passes over records of types that it does not know', async () => {
    const bytes = await logOf([packet(0)]);
    // An end record with another type, and its own checksum.
    const unknown = Buffer.from('c800000000000000', 'hex');
    const sum = Buffer.alloc(4);
    sum.writeUInt32LE(crc32(unknown));
    const record = Buffer.concat([unknown, sum]);
    const grown = Buffer.concat([bytes.subarray(0, 12), record, bytes.subarray(12)]);
    expect(await collect(readPacketLog(of(grown)))).toEqual([packet(0)]);
  });

  it('is on the disk before its stream ends, and stays after an abort', async () => {
    const sink = writePacketLog(at('growing.afpk'));
    await sink.write(packet(0));
    expect(await collect(readPacketLog(at('growing.afpk'), { onWarning: () => {} }))).toHaveLength(
      1,
    );
    await sink.write(packet(960));
    await sink.abort?.(new Error('enough'));
    expect(await collect(readPacketLog(at('growing.afpk'), { onWarning: () => {} }))).toHaveLength(
      2,
    );
  });

  it('is refused where it is none, is of a later version, or cannot be', async () => {
    writeFileSync(at('text.afpk'), 'no log at all');
    expect(await failure(() => collect(readPacketLog(at('text.afpk'))))).toMatch(
      /^malformed-data: .*text\.afpk.*AFPK/,
    );
    const later = await logOf([packet(0)]);
    later[8] = 2;
    expect(await failure(() => collect(readPacketLog(of(later))))).toMatch(
      /^unsupported: .*version 1/,
    );
    expect(await failure(() => run(of(packet(0.5)), writePacketLog(at('no.afpk'))))).toMatch(
      /^malformed-data: .*integers/,
    );
    expect(await failure(async () => writePacketLog(at('none/a.afpk')))).toMatch(/^io: /);
  });

  it.each([mp3, aac])('is an audio file like others: $id', async (codec) => {
    const frame = voice(30_000);
    await run(fromFrames([frame]).pipe(encode(codec, {})), writePacketLog(at('a.afpk')));
    expect(await probe(at('a.afpk'))).toMatchObject({
      container: 'packet-log',
      streams: [{ codec: codec.id, sampleRate: 44_100, channelCount: 2 }],
    });
    const whole = joinFrames(await collect(readAudio(at('a.afpk')), false));
    expect(whole.map((plane) => plane.length)).toEqual([30_000, 30_000]);
    const range = { startSample: 12_345, endSample: 20_000 };
    const part = joinFrames(await collect(readAudio(readFileSync(at('a.afpk')), range), false));
    expect(part.map((plane) => plane.length)).toEqual([7655, 7655]);
  });

  it('holds every packet of a longer stream', async () => {
    const tone = sine({ duration: 5, sampleRate: 48_000 }).pipe(encode(mp3));
    const report = await run(tone, writePacketLog(at('long.afpk')));
    expect(await collect(readPacketLog(at('long.afpk')), false)).toHaveLength(report.items);
  });
});

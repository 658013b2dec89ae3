import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLE_TYPES } from '@audioflow/core';
import { describe, expect, it } from '@jest/globals';
import { describeWithFfmpeg, ffmpeg, ffprobe } from '../fixtures/ffmpeg.js';
import { readWav } from './fixtures/wav-bytes.js';
import { type WavFormat, wavHeader } from './wav-header.js';

const stereo: WavFormat = { sampleType: 's16', sampleRate: 44_100, channelCount: 2 };
const text = (bytes: Uint8Array, from: number): string =>
  Buffer.from(bytes.subarray(from, from + 4)).toString('latin1');

describe('wavHeader', () => {
  it('writes the classical 44 bytes when no room for 64-bit sizes is wanted', () => {
    const header = wavHeader({ ...stereo, rf64: false }, 400);
    expect(Buffer.from(header).toString('hex')).toBe(
      `52494646b401000057415645666d7420100000000100020044ac000010b10200040010006461746190010000`,
    );
  });

  it.each(
    SAMPLE_TYPES.flatMap((sampleType) =>
      [1, 2, 6].map((channelCount) => ({ sampleType, channelCount })),
    ),
  )('is read back: $sampleType, $channelCount channels', ({ sampleType, channelCount }) => {
    const channelMask = channelCount === 6 ? 0x3f : undefined;
    const format = { sampleType, sampleRate: 48_000, channelCount };
    const header = wavHeader({ ...format, ...(channelMask && { channelMask }) }, 0);
    const { info, warnings } = readWav(header);
    expect(info).toMatchObject({ ...format, container: 'RIFF' });
    if (channelMask !== undefined) expect(info?.channelMask).toBe(channelMask);
    expect(warnings).toEqual([]);
  });

  it('counts the pad byte in the outer size but not in the data size', () => {
    const header = wavHeader({ sampleType: 'u8', sampleRate: 8000, channelCount: 1 }, 3);
    const view = new DataView(header.buffer);
    expect(view.getUint32(4, true)).toBe(header.length - 8 + 4);
    expect(view.getUint32(header.length - 4, true)).toBe(3);
  });

  it('says 0xFFFFFFFF for sizes that are not known', () => {
    const { info } = readWav(wavHeader(stereo));
    expect(info).not.toHaveProperty('totalSamples');
  });

  it('becomes RF64 of the same length past 4 GiB', () => {
    const short = wavHeader(stereo, 4096);
    const long = wavHeader(stereo, 5_000_000_000);
    expect([text(short, 0), text(short, 12)]).toEqual(['RIFF', 'JUNK']);
    expect([text(long, 0), text(long, 12)]).toEqual(['RF64', 'ds64']);
    expect(long.length).toBe(short.length);
    expect(readWav(long).info).toMatchObject({ container: 'RF64', totalSamples: 1_250_000_000 });
  });

  it('refuses more than 4 GiB without room for 64-bit sizes', () => {
    expect(() => wavHeader({ ...stereo, rf64: false }, 5_000_000_000)).toThrow(
      expect.objectContaining({ code: 'limit-exceeded' }),
    );
  });
});

describeWithFfmpeg('wavHeader and the ffmpeg tools', () => {
  it('ffprobe reads the length of an RF64 file of 5 GB', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'audioflow-'));
    try {
      const path = join(folder, 'long.wav');
      const header = wavHeader(stereo, 5_000_000_000);
      const file = await open(path, 'w');
      await file.write(header);
      await file.truncate(header.length + 5_000_000_000);
      await file.close();
      expect(ffprobe(path)).toMatchObject({ codec_name: 'pcm_s16le', duration_ts: '1250000000' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ['pcm_u8', 'u8'],
    ['pcm_s16le', 's16'],
    ['pcm_s24le', 's24'],
    ['pcm_s32le', 's32'],
    ['pcm_f32le', 'f32'],
    ['pcm_f64le', 'f64'],
    ['pcm_alaw', 'alaw'],
    ['pcm_mulaw', 'mulaw'],
  ])('reads %s as ffmpeg writes it to a pipe, with the same samples', (codec, sampleType) => {
    const source = [
      '-f',
      'lavfi',
      '-i',
      'sine=440:r=44100:d=0.1,volume=8,aformat=channel_layouts=stereo',
    ];
    const file = ffmpeg([...source, '-c:a', codec, '-bitexact', '-f', 'wav', '-']);
    const raw = ffmpeg(['-i', '-', '-f', 'f32le', '-c:a', 'pcm_f32le', '-'], file);
    const expected = new Float32Array(
      raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length),
    );
    const { info, planes } = readWav(file, 1000, 1024);
    expect(info?.sampleType).toBe(sampleType);
    const [left = [], right = []] = planes;
    expect(left.flatMap((value, i) => [value, right[i]])).toEqual([...expected]);
  });
});

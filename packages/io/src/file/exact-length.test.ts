import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fromFrames, run } from '@audioflow/core';
import { collect, noiseFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { describeWithFfmpeg, ffmpeg } from '../container/fixtures/ffmpeg.js';
import { failure } from './fixtures/failure.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { openAudio } from './open-audio.js';
import { readAudio } from './read-audio.js';
import { writeAudio } from './write-audio.js';

const at = tempFolder();
const SAMPLES = 22_050;
const samplesIn = async (path: string): Promise<number> =>
  (await collect(readAudio(path), false)).reduce((sum, { length }) => sum + length, 0);
const close = (value: number | undefined, wanted: number): void => {
  expect(Math.abs((value ?? 0) / wanted - 1)).toBeLessThan(0.1);
};

describe('the length of an mp3 file', () => {
  const whole = async (): Promise<Buffer> => {
    const frame = noiseFrame(SAMPLES, { sampleRate: 44_100, channelCount: 2 });
    await run(fromFrames([frame]), writeAudio(at('whole.mp3')));
    return readFileSync(at('whole.mp3'));
  };
  const open = async (name: string, bytes: Buffer) => {
    writeFileSync(at(name), bytes);
    const { info } = await openAudio(at(name));
    return { ...info, read: await samplesIn(at(name)) };
  };

  it('is known to the sample where the information frame speaks of this file', async () => {
    const bytes = await whole();
    const id3v1 = Buffer.alloc(128);
    id3v1.write('TAG');
    const ape = Buffer.alloc(32);
    ape.write('APETAGEX');
    ape.writeUInt32LE(2000, 8);
    ape.writeUInt32LE(32, 12);
    for (const end of [[], [id3v1], [ape], [ape, id3v1]]) {
      const found = await open('tagged.mp3', Buffer.concat([bytes, ...end]));
      expect([found.totalSamples, found.read, found.durationSeconds]).toEqual([
        SAMPLES,
        SAMPLES,
        0.5,
      ]);
    }
  });

  it('is an estimate where the end is cut off', async () => {
    const bytes = await whole();
    const found = await open('cut.mp3', bytes.subarray(0, bytes.length >> 1));
    expect(found.read).toBeLessThan(SAMPLES * 0.6);
    expect(found.totalSamples).toBeUndefined();
    close(found.durationSeconds, found.read / 44_100);
  });

  it('is an estimate where another file has been joined on', async () => {
    const bytes = await whole();
    const found = await open('joined.mp3', Buffer.concat([bytes, bytes]));
    expect(found.read).toBe(2 * SAMPLES);
    expect(found.totalSamples).toBeUndefined();
    close(found.durationSeconds, 1);
    expect(found.bitrate).toBe((await open('single.mp3', bytes)).bitrate);
  });
});

describeWithFfmpeg('the length of files that FFmpeg reads', () => {
  const make = (name: string, codec: readonly string[]): string => {
    const tone = 'anoisesrc=d=0.5:r=44100:a=0.3:s=1';
    ffmpeg(['-f', 'lavfi', '-i', tone, '-ac', '2', ...codec, '-y', at(name)]);
    return at(name);
  };

  it.each([
    ['flac', ['-c:a', 'flac']],
    ['flac', ['-c:a', 'flac', '-frame_size', '1000']],
    ['aiff', ['-c:a', 'pcm_s24be']],
    ['aiff', ['-c:a', 'pcm_s16be', '-write_id3v2', '1', '-metadata', 'title=x']],
  ] as const)('is known to the sample in %s %j, unless the end is cut off', async (extension, codec) => {
    const path = make(`whole-${codec.length}.${extension}`, codec);
    const { info } = await openAudio(path);
    expect([info.totalSamples, info.durationSeconds]).toEqual([SAMPLES, 0.5]);
    expect(await samplesIn(path)).toBe(SAMPLES);
    const bytes = readFileSync(path);
    for (const missing of [bytes.length >> 1, 600]) {
      const cut = at(`cut.${extension}`);
      writeFileSync(cut, bytes.subarray(0, bytes.length - missing));
      expect(await samplesIn(cut)).toBeLessThan(SAMPLES);
      expect((await openAudio(cut)).info.totalSamples).toBeUndefined();
    }
  });

  it.each([
    ['sole.mp4', ['-movie_timescale', '48000']],
    ['sole.webm', []],
    ['sole.mka', []],
    ['sole.opus', []],
  ] as const)('is that of Opus within one packet, trimmed at both ends: %s', async (name, args) => {
    for (const length of [40, 400]) {
      const noise = `anoisesrc=r=48000:a=0.2,atrim=end_sample=${length}`;
      ffmpeg(['-f', 'lavfi', '-i', noise, '-c:a', 'libopus', ...args, '-y', at(name)]);
      expect(await samplesIn(at(name))).toBe(length);
    }
  });

  it('is told by the packet where an edit list counts in milliseconds', async () => {
    for (const length of [40, 400]) {
      const noise = `anoisesrc=r=48000:a=0.2,atrim=end_sample=${length}`;
      ffmpeg(['-f', 'lavfi', '-i', noise, '-c:a', 'libopus', '-y', at('ms.mp4')]);
      expect(await samplesIn(at('ms.mp4'))).toBe(length);
    }
  });

  it('does not count the samples that prime an Opus decoder', async () => {
    const path = make('primed.opus', ['-c:a', 'libopus', '-ar', '48000']);
    const { info } = await openAudio(path);
    expect(await samplesIn(path)).toBe(24_000);
    expect(info.durationSeconds).toBeCloseTo(0.5, 6);
  });
});

describe('opening what is no regular file', () => {
  const hasPipes = process.platform !== 'win32';
  (hasPipes ? it : it.skip)(
    'fails at once for a pipe that nobody writes to',
    async () => {
      expect(spawnSync('mkfifo', [at('pipe.wav')]).status).toBe(0);
      expect(await failure(() => openAudio(at('pipe.wav')))).toMatch(
        /^io: .*pipe\.wav.*it is a pipe/,
      );
      expect(await failure(() => collect(readAudio(at('pipe.wav'))))).toMatch(
        /^io: .*it is a pipe/,
      );
    },
    5000,
  );

  (hasPipes ? it : it.skip)('fails for a device', async () => {
    expect(await failure(() => openAudio('/dev/zero'))).toMatch(/^io: .*\/dev\/zero.*a device/);
  });
});

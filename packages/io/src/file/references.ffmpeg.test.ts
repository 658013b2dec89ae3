import { createHash } from 'node:crypto';
import { type AudioFrame, interleave } from '@audioflow/core';
import { align, collect, joinFrames, snr } from '@audioflow/core/testing';
import { expect, it } from '@jest/globals';
import {
  describeWithFfmpeg,
  ffmpeg,
  ffmpegSamples,
  ffprobe,
} from '../container/fixtures/ffmpeg.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { readAudio } from './read-audio.js';

const at = tempFolder();

/** Seeded, so that every version of ffmpeg makes the same samples. */
const SOURCE = '-f lavfi -i anoisesrc=d=0.5:r=44100:a=0.3:s=1:c=pink,aformat=s16:44100:stereo';
/** What `ffmpeg SOURCE -f md5 -` says: the MD5 of the samples as s16le. */
const SAMPLES_MD5 = '96a79439165c36e5905cf210a0f778c6';

const SECONDS = 0.5;

const make = (name: string, options: string): string => {
  ffmpeg([...SOURCE.split(' '), '-strict', '-2', ...options.split(' '), '-y', at(name)]);
  return at(name);
};
const read = async (path: string): Promise<readonly AudioFrame[]> => collect(readAudio(path));
const md5 = (frames: readonly AudioFrame[]): string => {
  const hash = createHash('md5');
  for (const frame of frames) hash.update(interleave(frame, 's16'));
  return hash.digest('hex');
};

/** Command, and name, of files that hold the samples bit for bit. */
const EXACT: readonly (readonly [string, string])[] = [
  ['-c:a pcm_s16le', 'a.wav'],
  ['-c:a pcm_s16le -rf64 always', 'rf64.wav'],
  ['-c:a pcm_s24le', 'b.wav'],
  ['-c:a pcm_s32le', 'c.wav'],
  ['-c:a pcm_f64le', 'd.wav'],
  ['-c:a pcm_s16le', 'a.w64'],
  ['-c:a pcm_s16be', 'a.aiff'],
  ['-c:a pcm_s24be', 'a.caf'],
  ['-c:a pcm_s16be', 'a.au'],
  ['-c:a flac', 'a.flac'],
  ['-c:a flac -compression_level 12 -frame_size 777', 'b.flac'],
  ['-c:a flac', 'a.ogg'],
  ['-c:a flac', 'a.mka'],
  ['-c:a alac', 'a.m4a'],
  ['-c:a alac -movflags +faststart', 'b.m4a'],
  ['-c:a alac -movflags frag_keyframe+empty_moov -frag_duration 100000', 'c.m4a'],
  ['-c:a alac', 'b.caf'],
  ['-c:a wavpack', 'a.wv'],
  ['-c:a tta', 'a.tta'],
];

/** The same of files that lose something: beside what ffmpeg itself reads out of them. */
const LOSSY: readonly (readonly [string, string])[] = [
  ['-c:a libmp3lame -b:a 128k', 'a.mp3'],
  ['-c:a libmp3lame -q:a 4 -id3v2_version 4', 'b.mp3'],
  ['-c:a aac -b:a 128k', 'a.aac'],
  ['-c:a aac -b:a 128k', 'd.m4a'],
  ['-c:a aac -movflags frag_keyframe+empty_moov -frag_duration 100000', 'e.m4a'],
  ['-c:a aac', 'a.ts'],
  ['-c:a libvorbis -q:a 5', 'b.ogg'],
  ['-c:a libvorbis', 'a.webm'],
  ['-c:a libopus -ar 48000', 'a.opus'],
  ['-c:a libopus -ar 48000', 'b.webm'],
  ['-c:a ac3', 'a.ac3'],
  ['-c:a eac3', 'a.eac3'],
  ['-c:a mp2', 'a.mp2'],
  ['-c:a pcm_mulaw', 'e.wav'],
  ['-c:a pcm_alaw', 'b.au'],
  ['-c:a g722 -ar 16000 -ac 1', 'f.wav'],
  ['-c:a adpcm_ms', 'h.wav'],
];

describeWithFfmpeg('files that the ffmpeg program made', () => {
  it('begin with samples that are known', () => {
    const told = ffmpeg([...SOURCE.split(' '), '-f', 'md5', '-']);
    expect(told.toString().trim()).toBe(`MD5=${SAMPLES_MD5}`);
  });

  it.each(EXACT)('%s %s: read to the same samples', async (options, name) => {
    const frames = await read(make(name, options));
    expect(md5(frames)).toBe(SAMPLES_MD5);
  });

  it.each(LOSSY)('%s %s: read as ffmpeg reads it', async (options, name) => {
    const path = make(name, options);
    const planes = joinFrames(await read(path));
    const samples = ffmpegSamples(path);
    const count = planes.length;
    const length = planes[0]?.length ?? 0;
    // Older ones read what the end of a last packet is filled up with; we drop it where the file tells.
    expect(length).toBeLessThanOrEqual(samples.length / count);
    expect(length).toBeGreaterThanOrEqual(SECONDS * Number(ffprobe(path)['sample_rate']));
    for (const [c, plane] of planes.entries()) {
      const other = plane.map((_, i) => samples[i * count + c] ?? 0);
      // Another version of the same decoder: it may round otherwise.
      expect(snr(other, plane)).toBeGreaterThan(80);
    }
  });

  // These decoders have changed between versions of FFmpeg, in rounding or in what they hold back.
  it.each([
    ['-c:a adpcm_ima_wav', 'g.wav', 0],
    ['-c:a wmav2', 'a.wma', 4096],
    ['-c:a libspeex -ar 16000', 'a.spx', 320],
  ] as const)('%s %s: read nearly as ffmpeg reads it', async (options, name, slack) => {
    const path = make(name, options);
    const planes = joinFrames(await read(path));
    const samples = ffmpegSamples(path);
    const [plane = new Float32Array()] = planes;
    const other = Float32Array.from(plane, (_, i) => samples[i * planes.length] ?? 0);
    expect(Math.abs(plane.length - samples.length / planes.length)).toBeLessThanOrEqual(slack);
    const { lag, correlation } = align(
      plane.subarray(6000, 7000),
      other.subarray(6000, 7000),
      slack,
    );
    expect(Math.abs(lag)).toBeLessThanOrEqual(slack);
    expect(correlation).toBeGreaterThan(0.99);
  });
});

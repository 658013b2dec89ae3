import { existsSync } from 'node:fs';
import type { AudioFrame } from '@audioflow/core';
import { collect, joinFrames } from '@audioflow/core/testing';
import { expect, it } from '@jest/globals';
import { describeWithFfmpeg, ffmpeg } from '../container/fixtures/ffmpeg.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { readAudio } from './read-audio.js';

const at = tempFolder();
const SECONDS = 12;

/** The largest difference between a part and the same samples of the whole. */
const worst = (whole: readonly Float32Array[], part: readonly Float32Array[], from: number) => {
  let difference = 0;
  for (const [channel, plane] of part.entries()) {
    const other = whole[channel] ?? new Float32Array();
    for (let i = 0; i < plane.length; i++) {
      difference = Math.max(difference, Math.abs((plane[i] ?? 0) - (other[from + i] ?? NaN)));
    }
  }
  return difference;
};

const lengthOf = (frames: readonly AudioFrame[]): number =>
  frames.reduce((sum, { length }) => sum + length, 0);

describeWithFfmpeg('a range of a file', () => {
  const make = (name: string, args: readonly string[], rate: number): string => {
    if (!existsSync(at(name))) {
      const source = `aevalsrc='0.4*sin(2*PI*(200+300*t)*t)+0.1*(random(0)-0.5)':s=${rate}:d=${SECONDS}`;
      ffmpeg(['-f', 'lavfi', '-i', source, '-ac', '2', ...args, '-y', at(name)]);
    }
    return at(name);
  };

  // The largest difference to the same samples of the whole file; 0 is the same bits.
  it.each([
    ['a.wav', ['-c:a', 'pcm_s24le'], 44_100, 0],
    ['a.mp3', ['-c:a', 'libmp3lame', '-b:a', '128k'], 44_100, 0],
    ['low.mp3', ['-c:a', 'libmp3lame', '-b:a', '8k', '-ar', '16000'], 16_000, 0],
    ['no-tag.mp3', ['-c:a', 'libmp3lame', '-write_xing', '0'], 44_100, 0],
    ['a.aac', ['-c:a', 'aac', '-aac_pns', '0'], 44_100, 0],
    ['a.m4a', ['-c:a', 'aac', '-aac_pns', '0'], 44_100, 0],
    // Noise that the decoder makes itself is other noise.
    ['noise.m4a', ['-c:a', 'aac'], 44_100, 0.2],
    ['a.ogg', ['-c:a', 'libvorbis'], 44_100, 0],
    ['a.opus', ['-c:a', 'libopus'], 48_000, 1e-4],
    ['voice.opus', ['-c:a', 'libopus', '-application', 'voip', '-b:a', '16k'], 48_000, 1e-3],
    ['a.webm', ['-c:a', 'libopus'], 48_000, 1e-4],
    ['vorbis.mka', ['-c:a', 'libvorbis'], 44_100, 0],
    ['a.flac', ['-c:a', 'flac'], 44_100, 0],
    ['flac.mka', ['-c:a', 'flac'], 44_100, 0],
    ['pcm.mka', ['-c:a', 'pcm_s16le'], 44_100, 0],
    ['alac.mka', ['-c:a', 'alac'], 44_100, 0],
    ['truehd.mka', ['-c:a', 'truehd', '-strict', '-2'], 48_000, 0],
    ['a.wma', ['-c:a', 'wmav2'], 44_100, 0],
    ['a.aiff', ['-c:a', 'pcm_s24be'], 44_100, 0],
    ['a.au', ['-c:a', 'pcm_s16be'], 44_100, 0],
    ['a.w64', ['-c:a', 'pcm_s16le'], 44_100, 0],
    ['pcm.caf', ['-c:a', 'pcm_s16be'], 44_100, 0],
    ['alac.caf', ['-c:a', 'alac'], 44_100, 0],
    ['alac.m4a', ['-c:a', 'alac'], 44_100, 0],
    ['a.wv', ['-c:a', 'wavpack'], 44_100, 0],
    ['a.tta', ['-c:a', 'tta'], 44_100, 0],
    ['a.thd', ['-c:a', 'truehd', '-strict', '-2'], 48_000, 0],
    ['a.flv', ['-c:a', 'pcm_s16le'], 44_100, 0],
    ['a.ts', ['-c:a', 'aac', '-aac_pns', '0'], 44_100, 0],
    // So is dither.
    ['a.ac3', ['-c:a', 'ac3'], 48_000, 0.05],
    ['a.mp2', ['-c:a', 'mp2'], 44_100, 4e-5],
    [
      'frag.mp4',
      ['-c:a', 'aac', '-aac_pns', '0', '-movflags', 'frag_keyframe+empty_moov'],
      44_100,
      0,
    ],
  ] as const)('has the samples of the whole: %s', async (name, args, rate, tolerance) => {
    const path = make(name, args, rate);
    const all = await collect(readAudio(path), false);
    const whole = joinFrames(all);
    const length = whole[0]?.length ?? 0;
    const found: unknown[] = [];
    const wanted: unknown[] = [];
    const ranges = [
      [1, 1152],
      [rate, 2 * rate + 17],
      [Math.round(9.5 * rate), Math.round(9.5 * rate) + 5000],
      [length - 700, length],
      [length - 1, length + 5000],
      [length + 100_000, length + 200_000],
    ] as const;
    for (const [startSample, endSample] of ranges) {
      const frames = await collect(readAudio(path, { startSample, endSample }), false);
      const difference = worst(whole, joinFrames(frames), startSample);
      const expected = Math.max(0, Math.min(endSample, length) - startSample);
      found.push([
        startSample,
        frames[0]?.pts,
        lengthOf(frames),
        difference <= tolerance || difference,
      ]);
      wanted.push([startSample, expected === 0 ? undefined : startSample, expected, true]);
    }
    expect(found).toEqual(wanted);
  });
});

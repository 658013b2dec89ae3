import { createReadStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { remix } from '@audioflow/core';
import { collect, joinFrames } from '@audioflow/core/testing';
import { expect, it } from '@jest/globals';
import { lastValueFrom, take, toArray } from 'rxjs';
import { describeWithFfmpeg, ffmpeg, ffmpegSamples } from '../container/fixtures/ffmpeg.js';
import { failure } from './fixtures/failure.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { openAudio } from './open-audio.js';
import { readAudio } from './read-audio.js';

const at = tempFolder();
/** Files that this process holds open, but for those of the system. */
const openFiles = (): number =>
  existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;

describeWithFfmpeg('readAudio and the ffmpeg tools', () => {
  const seconds = 1.2345;
  const make = (name: string, rate: number, codec: readonly string[]): string => {
    const tone = `sine=440:r=${rate}:d=${seconds},volume=3`;
    ffmpeg(['-f', 'lavfi', '-i', tone, '-ac', '2', ...codec, '-y', at(name)]);
    return at(name);
  };
  const compare = async (
    path: string,
  ): Promise<{ samples: number; reference: number; worst: number }> => {
    const planes = joinFrames(await collect(readAudio(path, { frameLength: 4096 })));
    const reference = ffmpegSamples(path);
    let worst = 0;
    const length = planes[0]?.length ?? 0;
    const common = Math.min(length * 2, reference.length);
    for (let i = 0; i < common; i++) {
      worst = Math.max(worst, Math.abs((reference[i] ?? 0) - (planes[i % 2]?.[i >> 1] ?? 0)));
    }
    return { samples: length, reference: reference.length / 2, worst };
  };

  it.each([
    ['wav', 44_100, ['-c:a', 'pcm_s16le']],
    ['mp3', 44_100, ['-c:a', 'libmp3lame']],
    ['mp3', 48_000, ['-c:a', 'libmp3lame', '-q:a', '4']],
    ['mp3', 44_100, ['-c:a', 'libmp3lame', '-write_xing', '0']],
    ['aac', 44_100, ['-c:a', 'aac']],
    ['ogg', 44_100, ['-c:a', 'libvorbis']],
    ['opus', 48_000, ['-c:a', 'libopus']],
    ['webm', 48_000, ['-c:a', 'libopus']],
    ['flac', 44_100, ['-c:a', 'flac']],
    ['aiff', 44_100, ['-c:a', 'pcm_s24be']],
    ['caf', 44_100, ['-c:a', 'alac']],
    ['m4a', 44_100, ['-c:a', 'alac']],
    ['au', 44_100, ['-c:a', 'pcm_s16be']],
  ] as const)('decodes %s at %d Hz %j as ffmpeg does: as many samples, the same ones', async (extension, rate, codec) => {
    const path = make(`${codec[1]}-${codec.length}.${extension}`, rate, codec);
    const { samples, reference, worst } = await compare(path);
    expect(samples).toBe(reference);
    expect(worst).toBeLessThan(1e-6);
    const { totalSamples } = (await openAudio(path)).info;
    if (totalSamples !== undefined) expect(totalSamples).toBe(samples);
  });

  it.each([
    ['ogg', 44_100, ['-c:a', 'libvorbis'], 54_441],
    ['opus', 48_000, ['-c:a', 'libopus'], 59_256],
    ['m4a', 44_100, ['-c:a', 'aac'], 54_441],
    ['mp3', 44_100, ['-c:a', 'libmp3lame'], 54_441],
  ] as const)('gives of %s exactly the samples that were encoded', async (extension, rate, codec, samples) => {
    const path = make(`exact.${extension}`, rate, codec);
    const frames = await collect(readAudio(path));
    expect(joinFrames(frames).map((plane) => plane.length)).toEqual([samples, samples]);
    expect(frames[0]?.pts).toBe(0);
  });

  it('cuts short Vorbis files where their last page says', async () => {
    const path = at('short.ogg');
    const tone = 'sine=440:r=44100:d=0.05';
    ffmpeg(['-f', 'lavfi', '-i', tone, '-c:a', 'libvorbis', '-y', path]);
    expect(joinFrames(await collect(readAudio(path)))[0]).toHaveLength(2205);
  });

  it.each([
    ['flac', 0x3f],
    ['aac', 0x3f],
    ['ac3', 0x60f],
  ])('tells where the channels of 5.1 belong in each frame: %s', async (extension, mask) => {
    const path = at(`surround.${extension}`);
    ffmpeg(['-f', 'lavfi', '-i', 'sine=r=48000:d=0.5', '-ac', '6', '-y', path]);
    const layout = { channelCount: 6, mask };
    const { info, pcm } = await openAudio(path);
    const frames = await collect(pcm.pipe(take(2)));
    expect([info.layout, ...frames.map((frame) => frame.layout)]).toEqual(Array(3).fill(layout));
    // As nobody could mix them else.
    expect((await collect(pcm.pipe(remix(2), take(1))))[0]?.channels).toHaveLength(2);
  });

  it('plays chained Ogg files through, each link with its tags and its rate', async () => {
    const title = (text: string) => ['-c:a', 'libvorbis', '-metadata', `title=${text}`];
    const files = [
      make('one.ogg', 44_100, title('First')),
      make('two.ogg', 44_100, title('Second')),
      make('three.ogg', 22_050, title('Third')),
      make('four.ogg', 44_100, title('Fourth')),
    ];
    const chain = Buffer.concat(files.map((path) => readFileSync(path)));
    writeFileSync(at('chained.ogg'), chain);
    const expected = await Promise.all(files.map(async (path) => collect(readAudio(path), false)));
    const lengths = expected.map((frames) => frames.reduce((sum, { length }) => sum + length, 0));
    expect(lengths).toEqual([54_441, 54_441, 27_221, 54_441]);
    const titles = [
      [0, 'First'],
      [54_441, 'Second'],
      [54_441, 'Third'],
      [163_324, 'Fourth'],
    ];
    for (const source of [() => at('chained.ogg'), () => createReadStream(at('chained.ogg'))]) {
      const { info, pcm, metadata } = await openAudio(source());
      const heard = lastValueFrom(metadata.pipe(take(4), toArray()));
      const frames = await collect(pcm, false);
      expect(info.sampleRate).toBe(44_100);
      expect((await heard).map(({ pts, tags }) => [pts, tags['title']])).toEqual(titles);
      // The samples of all, in time that goes on in the rate of each.
      const at44 = frames.filter(({ sampleRate }) => sampleRate === 44_100);
      const at22 = frames.filter(({ sampleRate }) => sampleRate === 22_050);
      const [one, two, three, four] = expected.map((link) => joinFrames(link)[0] ?? []);
      expect(joinFrames(at44)[0]).toEqual(
        Float32Array.from([one, two, four].flatMap((plane) => [...(plane ?? [])])),
      );
      expect(joinFrames(at22)[0]).toEqual(three);
      expect([at44[0]?.pts, at22[0]?.pts, frames.at(-1)?.pts]).toEqual([
        0,
        54_441,
        163_324 + 53 * 1024,
      ]);
    }
    const strict = readAudio(at('chained.ogg'), { onFormatChange: 'error' });
    expect(await failure(() => collect(strict, false))).toMatch(/^format-changed: .*22050 Hz/);
    const range = { startSample: 54_441 + 1000, endSample: 54_441 + 3000 };
    const second = joinFrames(expected[1] ?? []).map((plane) => plane.slice(1000, 3000));
    const found = await collect(
      readAudio(at('chained.ogg'), { ...range, endSample: 57_441 }),
      false,
    );
    expect(joinFrames(found.filter(({ sampleRate }) => sampleRate === 44_100))).toEqual(second);
  });

  it('plays links of one serial number, too, and knows how long they are', async () => {
    const single = make('single.ogg', 44_100, ['-c:a', 'libvorbis', '-bitexact']);
    const link = readFileSync(single);
    writeFileSync(at('same.ogg'), Buffer.concat([link, link, link]));
    const one = joinFrames(await collect(readAudio(single)))[0]?.length ?? 0;
    const { info, pcm, metadata } = await openAudio(at('same.ogg'));
    expect(joinFrames(await collect(pcm))[0]).toHaveLength(3 * one);
    expect(info.durationSeconds).toBeCloseTo((3 * one) / 44_100, 3);
    const told = await lastValueFrom(metadata.pipe(toArray()));
    expect(told.map(({ pts }) => pts)).toEqual([0, one, 2 * one]);
  });

  it('plays links of several codecs', async () => {
    const links = [
      make('vorbis.ogg', 48_000, ['-c:a', 'libvorbis']),
      make('opus.ogg', 48_000, ['-c:a', 'libopus']),
      make('flac.ogg', 48_000, ['-c:a', 'flac']),
    ];
    const alone = await Promise.all(links.map(async (path) => collect(readAudio(path))));
    const expected = alone.map((link) => joinFrames(link)[0] ?? []);
    writeFileSync(at('codecs.ogg'), Buffer.concat(links.map((path) => readFileSync(path))));
    for (const source of [at('codecs.ogg'), createReadStream(at('codecs.ogg'))]) {
      const [left] = joinFrames(await collect(readAudio(source)));
      expect(left).toEqual(Float32Array.from(expected.flatMap((plane) => [...plane])));
    }
  });

  it('says which codec cannot be decoded', async () => {
    const bytes = readFileSync(make('plain.wav', 44_100, ['-c:a', 'pcm_s16le']));
    bytes.writeUInt16LE(0x0075, 20);
    writeFileSync(at('strange.wav'), bytes);
    expect(await failure(() => openAudio(at('strange.wav')))).toMatch(
      /^unsupported: .*strange\.wav.*format tag 117/,
    );
  });

  it('tells tags of FFmpeg containers', async () => {
    const path = make('tags.ogg', 44_100, ['-c:a', 'libvorbis', '-metadata', 'title=Aria']);
    const metadata = await lastValueFrom((await openAudio(path)).metadata.pipe(toArray()));
    expect(metadata[0]?.tags['title']).toBe('Aria');
  });

  it('ends a truncated Ogg file with what is there, frees it, and survives a hundred mutations', async () => {
    const source = ['-f', 'lavfi', '-i', 'anoisesrc=d=3:r=44100:a=0.3:s=1'];
    ffmpeg([...source, '-c:a', 'libvorbis', '-y', at('whole.ogg')]);
    const whole = readFileSync(at('whole.ogg'));
    writeFileSync(at('half.ogg'), whole.subarray(0, whole.length >> 1));
    const { info, pcm } = await openAudio(at('half.ogg'));
    const [left = []] = joinFrames(await collect(pcm));
    expect(left.length).toBeGreaterThan(1000);
    // Of the page that is cut nothing is heard, and nothing counts.
    expect(info.totalSamples).toBe(left.length);
    const before = openFiles();
    let seed = 99;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (let round = 0; round < 100; round++) {
      const bytes = Buffer.from(whole);
      for (let i = 0; i < 20; i++) bytes[random(bytes.length)] = random(256);
      writeFileSync(at('mutated.ogg'), bytes);
      const outcome = await failure(() => collect(readAudio(at('mutated.ogg')), false));
      expect(outcome).toMatch(/^(none|malformed-data|unsupported|format-changed)/);
    }
    expect(openFiles()).toBe(before);
  });
});

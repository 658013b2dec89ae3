import {
  appendFileSync,
  copyFileSync,
  createReadStream,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { collect, joinFrames } from '@audioflow/core/testing';
import { beforeAll, expect, it } from '@jest/globals';
import { describeWithFfmpeg, ffmpeg } from '../container/fixtures/ffmpeg.js';
import { chunk, fmt, riff } from '../container/wav/fixtures/wav-bytes.js';
import { failure } from './fixtures/failure.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { openAudio } from './open-audio.js';
import { probe } from './probe.js';
import { readAudio } from './read-audio.js';

const at = tempFolder();
const tone = ['-f', 'lavfi', '-i', 'sine=440:r=44100:d=1.5'];
const tags = [
  '-metadata',
  'title=Aria',
  '-metadata',
  'artist=J. S. B.',
  '-metadata',
  'album=Größe',
];
const told = { title: 'Aria', artist: 'J. S. B.', album: 'Größe' };

/** An APEv2 tag with a text and a cover. */
const apeTag = (cover: Uint8Array): Buffer => {
  const item = (key: string, flags: number, value: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(value.length, 0);
    head.writeUInt32LE(flags, 4);
    return Buffer.concat([head, Buffer.from(`${key}\0`), value]);
  };
  const items = Buffer.concat([
    item('Title', 0, Buffer.from('From APE')),
    item('Cover Art (Front)', 2, Buffer.concat([Buffer.from('cover.png\0'), cover])),
  ]);
  const footer = Buffer.alloc(32);
  footer.write('APETAGEX');
  footer.writeUInt32LE(2000, 8);
  footer.writeUInt32LE(items.length + 32, 12);
  footer.writeUInt32LE(2, 16);
  return Buffer.concat([items, footer]);
};

describeWithFfmpeg('probe', () => {
  let cover: Buffer;
  beforeAll(() => {
    ffmpeg(['-f', 'lavfi', '-i', 'color=red:s=16x16', '-frames:v', '1', '-y', at('cover.png')]);
    cover = readFileSync(at('cover.png'));
  });
  const make = (name: string, args: readonly string[], inputs: readonly string[] = []): string => {
    ffmpeg([...tone, ...inputs, ...args, '-y', at(name)]);
    return at(name);
  };

  it.each([
    ['a.mp3', ['-c:a', 'libmp3lame', '-id3v2_version', '3'], 'mp3', 'mp3'],
    ['b.mp3', ['-c:a', 'libmp3lame', '-id3v2_version', '4'], 'mp3', 'mp3'],
    ['a.flac', ['-c:a', 'flac'], 'flac', 'flac'],
    ['a.m4a', ['-c:a', 'aac'], 'mov', 'aac'],
    ['late.m4a', ['-c:a', 'alac'], 'mov', 'alac'],
    ['a.aiff', ['-c:a', 'pcm_s24be', '-write_id3v2', '1'], 'aiff', 'pcm_s24be'],
  ] as const)('tells streams, tags and cover of %s', async (name, args, container, codec) => {
    const mapped = ['-map', '0', '-map', '1', '-c:v', 'copy', '-disposition:v', 'attached_pic'];
    const path = make(name, [...mapped, ...args, ...tags], ['-i', at('cover.png')]);
    const found = await probe(path);
    expect(found).toMatchObject({ container, tags: told, size: readFileSync(path).length });
    expect(found.durationSeconds).toBeCloseTo(1.5, 1);
    const stream = { index: 0, codec, sampleRate: 44_100, channelCount: 1, isDefault: true };
    expect(found.streams).toMatchObject([stream]);
    expect(found.pictures).toHaveLength(1);
    expect(found.cover?.mimeType).toBe('image/png');
    expect(Buffer.from(found.cover?.data ?? []).equals(cover)).toBe(true);
    // The same from what flows, but for what only a whole file tells.
    if (name === 'a.flac' || name === 'b.mp3') {
      const flowing = await probe(createReadStream(path));
      expect(flowing).toMatchObject({ container, tags: told, streams: [stream] });
      expect(Buffer.from(flowing.cover?.data ?? []).equals(cover)).toBe(true);
    }
  });

  it('finds covers in Ogg and Matroska', async () => {
    const field = (value: number): Buffer => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    };
    const picture = Buffer.concat([
      ...[field(3), field(9), Buffer.from('image/png'), field(0)],
      ...[field(16), field(16), field(24), field(0), field(cover.length), cover],
    ]);
    const comment = `METADATA_BLOCK_PICTURE=${picture.toString('base64')}`;
    const ogg = make('a.opus', ['-c:a', 'libopus', ...tags, '-metadata', comment]);
    const attached = ['-attach', at('cover.png'), '-metadata:s:t', 'mimetype=image/png'];
    const mka = make('a.mka', ['-c:a', 'libopus', ...tags, ...attached]);
    for (const path of [ogg, mka]) {
      const found = await probe(path);
      expect(found.tags).toMatchObject(told);
      expect(found.tags).not.toHaveProperty('metadata_block_picture');
      expect(Buffer.from(found.cover?.data ?? []).equals(cover)).toBe(true);
    }
  });

  it('finds tags at the end of mp3 files', async () => {
    const path = make('ape.mp3', ['-c:a', 'libmp3lame', '-id3v2_version', '0']);
    const old = Buffer.alloc(128);
    old.write('TAGAria');
    old.write('J. S. B.', 33);
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.concat([bytes, old]));
    expect((await probe(path)).tags).toEqual({ title: 'Aria', artist: 'J. S. B.' });
    writeFileSync(path, Buffer.concat([bytes, apeTag(cover), old]));
    const found = await probe(path);
    expect(found.tags).toMatchObject({ title: 'From APE', artist: 'J. S. B.' });
    expect(found.cover).toMatchObject({ kind: 'front cover', mimeType: 'image/png' });
    expect(found.isDurationExact).toBe(true);
  });

  it('finds tags before and behind the samples of wav files', async () => {
    const list = (title: string) => chunk('LIST', Buffer.from(`INFOINAM\x06\0\0\0${title}`));
    const id3 = readFileSync(make('tag.mp3', ['-c:a', 'libmp3lame', ...tags])).subarray(0, 400);
    const data = chunk('data', new Uint8Array(801));
    writeFileSync(at('tail.wav'), riff([fmt(), data, list('Behind'), chunk('id3 ', id3)]));
    const found = await probe(at('tail.wav'));
    expect(found.tags).toMatchObject({ title: 'Behind', artist: 'J. S. B.' });
    writeFileSync(at('head.wav'), riff([fmt(), list('Before'), data, list('Behind')]));
    expect((await probe(at('head.wav'))).tags['title']).toBe('Before');
    expect((await probe(readFileSync(at('tail.wav')))).tags['title']).toBe('Behind');
  });

  it('lists several streams, of which each can be read', async () => {
    const two = ['-f', 'lavfi', '-i', 'sine=880:r=48000:d=1'];
    const path = make(
      'two.mka',
      [
        ...['-map', '0:a', '-map', '1:a', '-c:a:0', 'flac', '-c:a:1', 'libopus', '-ac:a:1', '2'],
        ...['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=ger'],
        ...['-metadata:s:a:1', 'title=Deutsch'],
      ],
      two,
    );
    const { streams } = await probe(path);
    expect(streams).toMatchObject([
      {
        index: 0,
        codec: 'flac',
        sampleRate: 44_100,
        channelCount: 1,
        bitDepth: 16,
        language: 'eng',
      },
      { index: 1, codec: 'opus', sampleRate: 48_000, channelCount: 2, language: 'ger' },
    ]);
    expect(streams[1]?.tags).toMatchObject({ title: 'Deutsch' });
    for (const source of [() => path, () => createReadStream(path)]) {
      const lengths = [];
      for (const stream of [0, 1]) {
        lengths.push(
          joinFrames(await collect(readAudio(source(), { stream }), false)).map((p) => p.length),
        );
      }
      expect(lengths).toEqual([[66_150], [48_000, 48_000]]);
    }
    expect((await openAudio(path, { stream: 1 })).info.codec).toBe('opus');
    expect(await failure(() => openAudio(path, { stream: 2 }))).toMatch(
      /^invalid-option: .*stream: expected 0 to 1/,
    );
    expect(await failure(() => openAudio(at('tail.wav'), { stream: 1 }))).toMatch(
      /^invalid-option: .*stream: expected 0/,
    );
  });

  it('says whether the duration is exact, and leaves out what it cannot know', async () => {
    const path = make('exact.ogg', ['-c:a', 'libvorbis']);
    expect(await probe(path)).toMatchObject({ durationSeconds: 1.5, isDurationExact: true });
    const flowing = await probe(createReadStream(path));
    expect(flowing.isDurationExact).toBe(false);
    expect(flowing).not.toHaveProperty('size');
    copyFileSync(path, at('junk.ogg'));
    appendFileSync(at('junk.ogg'), Buffer.alloc(100_000));
    expect((await probe(at('junk.ogg'))).isDurationExact).toBe(false);
    expect(await failure(() => probe(at('none.ogg')))).toMatch(/^io: .*none\.ogg/);
    expect(await failure(() => probe(path, Object({ frameLength: 5 })))).toMatch(/^invalid-option/);
  });
});

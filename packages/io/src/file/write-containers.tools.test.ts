import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { aac, alac, flac, mp3, opus, pcm, vorbis, wavpack } from '@audioflow/codecs';
import { fromFrames, run } from '@audioflow/core';
import type { AnyCodec } from '@audioflow/core/codec';
import { splitFrame } from '@audioflow/core/testing';
import { expect, it } from '@jest/globals';
import { describeWithTools } from '../../../../test/tools/describe-with-tools.js';
import { ffmpeg, ffmpegSamples } from '../container/fixtures/ffmpeg.js';
import type { AttachedPicture } from '../container/index.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { voice } from './fixtures/voice.js';
import { probe } from './probe.js';
import { writeAudio } from './write-audio.js';

const at = tempFolder();
const LENGTH = 72_001;
const sound = voice(LENGTH, 48_000);
/** What a LIST INFO chunk has names for: ffmpeg takes nothing else where there is one. */
const plainTags = {
  title: 'Grüße – 音',
  artist: 'Zoë Ω',
  album: 'Ein Album',
  date: '2024',
  track: '3',
  genre: 'Folk',
  comment: 'two words',
  copyright: '2024 Niemand',
};
const tags = {
  ...plainTags,
  album_artist: 'Alle',
  composer: 'K. Omponist',
  disc: '1',
};
/** What is neither in the output nor on stderr is a failure: `[exit code, what it says]`. */
const says = (tool: string, args: readonly string[]): readonly [number | null, string] => {
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8' });
  return [status, `${stdout}${stderr}`];
};

interface Probe {
  readonly streams: readonly {
    readonly codec_type: string;
    readonly codec_name: string;
    readonly sample_rate?: string;
    readonly channels?: number;
    readonly tags?: Readonly<Record<string, string>>;
  }[];
  readonly format: {
    readonly duration?: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
}
const ffprobe = (path: string): Probe => {
  const [status, text] = says('ffprobe', [
    ...['-v', 'error', '-show_streams', '-show_format', '-of', 'json', path],
  ]);
  expect(status).toBe(0);
  return JSON.parse(text);
};
const lowerCase = (found: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(found).map(([name, text]) => [name.toLowerCase(), text]));

const covers = new Map<string, AttachedPicture>();
const coverOf = (mimeType: AttachedPicture['mimeType']): AttachedPicture => {
  const path = at(mimeType.replace('/', '.'));
  if (!covers.has(mimeType)) {
    ffmpeg(['-f', 'lavfi', '-i', 'testsrc=size=64x48', '-frames:v', '1', '-y', path]);
    const data = new Uint8Array(readFileSync(path));
    covers.set(mimeType, { mimeType, kind: 'back cover', data });
  }
  return covers.get(mimeType) ?? { mimeType, data: new Uint8Array() };
};
const write = async (name: string, codec: AnyCodec, mimeType?: AttachedPicture['mimeType']) => {
  const path = at(name);
  const cover = mimeType === undefined ? undefined : coverOf(mimeType);
  await run(
    fromFrames(splitFrame(sound, [4800])),
    writeAudio<object>(path, { codec, tags, cover }),
  );
  return path;
};

describeWithTools(
  'what is written, and other programs',
  {
    ffmpeg: 'ffmpeg',
    flac: 'flac',
    opusinfo: 'opus-tools',
    oggdec: 'vorbis-tools',
    sox: 'sox',
    mpg123: 'mpg123',
    mediainfo: 'mediainfo',
  },
  () => {
    // The last field: samples that the ffmpeg of Debian 12 leaves where it reads no trims of a kind of file.
    it.each([
      ['aac.m4a', aac, 'image/jpeg', 72_704],
      ['alac.m4a', alac, 'image/png', LENGTH],
      ['vorbis.ogg', vorbis, 'image/jpeg', LENGTH],
      ['opus.opus', opus, 'image/png', LENGTH],
      ['flac.oga', flac, 'image/jpeg', LENGTH],
      ['flac.flac', flac, 'image/png', LENGTH],
      ['opus.webm', opus, undefined, LENGTH],
      ['vorbis.webm', vorbis, undefined, LENGTH],
      ['flac.mka', flac, 'image/jpeg', LENGTH],
      ['opus.mka', opus, 'image/png', LENGTH],
      ['pcm.caf', pcm, undefined, LENGTH],
      ['pcm.aiff', pcm, 'image/jpeg', LENGTH],
      ['pcm.wav', pcm, 'image/jpeg', LENGTH],
      ['mp3.mp3', mp3, 'image/png', LENGTH],
      ['aac.aac', aac, 'image/jpeg', 73_728],
      ['wavpack.wv', wavpack, undefined, LENGTH],
    ] as const)('ffmpeg reads %s without a word, its tags and cover too', async (name, codec, mimeType, samples) => {
      const path = await write(name, codec, mimeType);
      const { streams, format } = ffprobe(path);
      const audio = streams.find((stream) => stream.codec_type === 'audio');
      expect([audio?.sample_rate, audio?.channels]).toEqual(['48000', 2]);
      if (!name.endsWith('aac')) {
        expect(Math.abs(Number(format.duration) - LENGTH / 48_000)).toBeLessThan(0.04);
      }
      const found = { ...lowerCase(format.tags), ...lowerCase(audio?.tags) };
      expect(found).toMatchObject(name.endsWith('.wav') ? plainTags : tags);
      const pictures = streams.filter((stream) => stream.codec_type === 'video');
      expect(pictures.map(({ codec_name }) => codec_name)).toEqual(
        mimeType !== undefined ? [mimeType === 'image/png' ? 'png' : 'mjpeg'] : [],
      );
      const about = pictures.map((each) => each.tags?.['comment'] ?? each.tags?.['filename']);
      const told = /mka$/.test(name) ? /^back cover\.(jpg|png)$/ : /^Cover \(back\)$/;
      if (!name.endsWith('m4a') && !name.endsWith('wav')) {
        for (const each of about) expect(each).toMatch(told);
      }
      expect(ffmpegSamples(path).length / 2).toBe(samples);
      const ours = await probe(path);
      expect(ours.tags).toMatchObject(tags);
      expect([ours.cover?.mimeType, ours.cover?.data]).toEqual(
        mimeType === undefined ? [undefined, undefined] : [mimeType, coverOf(mimeType).data],
      );
    });

    it('flac, opusinfo, oggdec, mpg123 and sox agree', async () => {
      const flacPath = await write('tools.flac', flac, 'image/jpeg');
      expect(says('flac', ['-t', '-s', '-w', flacPath])).toEqual([0, '']);
      const opusPath = await write('tools.opus', opus, 'image/jpeg');
      const [status, text] = says('opusinfo', [opusPath]);
      expect([status, /warn|error/i.test(text)]).toEqual([0, false]);
      expect(text).toMatch(/title=Grüße – 音\n[\s\S]*METADATA_BLOCK_PICTURE=4\|image\/jpeg/i);
      expect(text).toMatch(/Pre-skip: 312\n/);
      const vorbisPath = await write('tools.ogg', vorbis);
      const raw = spawnSync('oggdec', ['-Q', '-R', '-o', '-', vorbisPath]);
      expect([raw.stdout.length, raw.stderr.toString()]).toEqual([LENGTH * 4, '']);
      expect(says('mpg123', ['-q', '-t', await write('tools.mp3', mp3, 'image/jpeg')])).toEqual([
        0,
        '',
      ]);
      for (const path of [
        flacPath,
        await write('tools.aiff', pcm),
        await write('tools.wav', pcm),
      ]) {
        expect(says('sox', ['--i', '-s', path])).toEqual([0, `${LENGTH}\n`]);
      }
    });

    it('mediainfo shows length, tags and cover', async () => {
      const form = '--Inform=General;%Duration%|%Title%|%Performer%|%Cover%';
      for (const [name, codec] of [
        ['info.m4a', aac],
        ['info.flac', flac],
        ['info.aiff', pcm],
      ] as const) {
        const [status, text] = says('mediainfo', [form, await write(name, codec, 'image/jpeg')]);
        expect([status, text.trim()]).toEqual([0, `1500|${tags.title}|${tags.artist}|Yes`]);
      }
    });
  },
);

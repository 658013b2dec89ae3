import { createReadStream, readFileSync } from 'node:fs';
import { flac } from '@audioflow/codecs';
import { fromFrames, run } from '@audioflow/core';
import { collect, splitFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { tempFolder } from './fixtures/temp-folder.js';
import { voice } from './fixtures/voice.js';
import { openAudio } from './open-audio.js';
import { probe } from './probe.js';
import { writeAudio } from './write-audio.js';

const at = tempFolder();
const sound = voice(9600, 48_000);
const frames = () => fromFrames(splitFrame(sound, [4800]));

describe('writeAudio: what is told beside the sound', () => {
  it.each([
    ...['wav', 'mp3', 'aac', 'm4a', 'ogg', 'opus', 'flac', 'webm', 'mka', 'caf', 'aiff', 'wv'],
  ])('gives the tags of a %s file back', async (extension) => {
    const tags = {
      ...{ title: 'Plain', artist: 'Zoë Ω – 音', album: 'Ein Album', date: '2024', track: '3' },
      // FFmpeg's demuxer of CAF cuts at 1023 bytes.
      ...{ genre: 'Folk', comment: 'Wörter '.repeat(800).trim() },
    };
    const path = at(`tagged.${extension}`);
    await run(frames(), writeAudio(path, { tags }));
    const found = await collect((await openAudio(path)).metadata);
    expect(Object.assign({}, ...found.map((each) => each.tags))).toMatchObject(tags);
    if (extension !== 'caf') return;
    expect((await probe(createReadStream(path))).tags).toMatchObject(tags);
    expect((await probe(readFileSync(path))).tags).toMatchObject(tags);
  });

  it.each([
    ...['wav', 'mp3', 'aac', 'm4a', 'ogg', 'opus', 'oga', 'flac', 'mka', 'aiff'],
  ])('gives the kind of a picture in %s back', async (extension) => {
    const data = Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 48, 0, 64);
    const path = at(`kind.${extension}`);
    const codec = extension === 'oga' ? { codec: flac } : {};
    for (const kind of ['back cover', 'lead artist', 'media', 'other', undefined] as const) {
      const cover = { mimeType: 'image/jpeg', kind, description: 'Größe – 音', data };
      await run(frames(), writeAudio<object>(path, { ...codec, cover }));
      const { pictures } = await probe(path);
      const told = { kind: kind ?? 'front cover', description: cover.description };
      // MP4 has pictures and nothing beside them.
      const more = extension === 'm4a' ? {} : told;
      expect(pictures).toEqual([{ mimeType: 'image/jpeg', ...more, data }]);
    }
  });
});

import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { fromFrames, run, SAMPLE_TYPES } from '@audioflow/core';
import { collect, joinFrames, noiseFrame } from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { chunk, fmt, riff, u64 } from '../container/wav/fixtures/wav-bytes.js';
import { failure } from './fixtures/failure.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { probe } from './probe.js';
import { readAudio } from './read-audio.js';
import { writeAudio } from './write-audio.js';

const at = tempFolder();
const noise = noiseFrame(5000, { channelCount: 3, sampleRate: 8000 });

describe('a range of a wav file', () => {
  it.each(SAMPLE_TYPES)('has the samples of the whole: %s', async (sampleType) => {
    await run(fromFrames([noise]), writeAudio(at('a.wav'), { sampleType }));
    const whole = joinFrames(await collect(readAudio(at('a.wav'))));
    const expected = whole.map((plane) => plane.slice(1234, 4321));
    const range = { startSample: 1234, endSample: 4321 };
    for (const source of [at('a.wav'), readFileSync(at('a.wav')), of(readFileSync(at('a.wav')))]) {
      const frames = await collect(readAudio(source, { ...range, frameLength: 1000 }));
      expect(frames.map(({ pts, length }) => [pts, length])).toEqual([
        [1234, 1000],
        [2234, 1000],
        [3234, 1000],
        [4234, 87],
      ]);
      expect(joinFrames(frames)).toEqual(expected);
    }
    expect((await probe(at('a.wav'))).streams[0]?.bitDepth).toBe(
      { u8: 8, s16: 16, s24: 24, s32: 32, f32: 32, f64: 64 }[sampleType],
    );
  });

  it('takes seconds, ends with the file, and is empty behind it', async () => {
    await run(fromFrames([noise]), writeAudio(at('b.wav')));
    const lengthOf = async (options: object): Promise<number | undefined> =>
      joinFrames(await collect(readAudio(at('b.wav'), options)))[0]?.length;
    expect(await lengthOf({ start: 0.5 })).toBe(1000);
    expect(await lengthOf({ end: 0.25 })).toBe(2000);
    expect(await lengthOf({ start: 0.1, end: 0.2 })).toBe(800);
    expect(await lengthOf({ start: 0.5, end: 99 })).toBe(1000);
    expect(await lengthOf({ start: 99 })).toBeUndefined();
    expect(await lengthOf({ startSample: 5000 })).toBeUndefined();
  });

  it.each([
    { start: -1 },
    { start: Number.NaN },
    { end: 0 },
    { start: 2, end: 1 },
    { startSample: 1.5 },
    { startSample: 7, endSample: 7 },
    { start: 1, startSample: 1 },
    { end: 1, endSample: 1 },
  ])('is refused at once: %p', async (options) => {
    expect(await failure(async () => readAudio('none.wav', options))).toMatch(/^invalid-option: /);
  });

  it('is found in files whose header does not tell the length, or tells too much', async () => {
    const data = Uint8Array.from({ length: 2001 }, (_, i) => (i % 251) + 1);
    for (const size of [0, 0xffffffff, 5_000_000, 2001]) {
      writeFileSync(
        at('c.wav'),
        riff([chunk('odd ', [1, 2, 3]), fmt(), chunk('data', data, size)], 'RIFF', 0xffffffff),
      );
      const whole = joinFrames(await collect(readAudio(at('c.wav'), { onWarning: () => {} })));
      const part = joinFrames(
        await collect(readAudio(at('c.wav'), { startSample: 990, onWarning: () => {} })),
      );
      expect(part).toEqual(whole.map((plane) => plane.slice(990)));
      expect(part[0]?.length).toBeGreaterThanOrEqual(10);
    }
  });

  it.each([
    'RF64',
    'BW64',
  ])('is found at once past 4 GiB, and tags behind it: %s', async (outer) => {
    const dataBytes = 5 * 2 ** 30;
    const long = chunk('ds64', [...u64(dataBytes + 100), ...u64(dataBytes), ...u64(0), 0, 0, 0, 0]);
    const head = riff([long, fmt({ rate: 48_000, channels: 2 })], outer, 0xffffffff);
    const data = Buffer.from('data\xff\xff\xff\xff', 'latin1');
    const fd = openSync(at('huge.wav'), 'w');
    const start = head.length + data.length;
    writeSync(fd, head);
    writeSync(fd, data);
    // A file with a hole takes no room.
    writeSync(fd, Buffer.from([0, 64, 0, 192]), 0, 4, start + dataBytes - 4);
    writeSync(
      fd,
      Buffer.from(chunk('LIST', Buffer.from('INFOINAM\x04\0\0\0Tail'))),
      0,
      24,
      start + dataBytes,
    );
    ftruncateSync(fd, start + dataBytes + 24);
    closeSync(fd);
    const samples = dataBytes / 4;
    const frames = await collect(readAudio(at('huge.wav'), { startSample: samples - 3 }));
    expect(frames.map(({ pts }) => pts)).toEqual([samples - 3]);
    expect(joinFrames(frames)).toEqual([Float32Array.of(0, 0, 0.5), Float32Array.of(0, 0, -0.5)]);
    expect(await probe(at('huge.wav'))).toMatchObject({
      durationSeconds: samples / 48_000,
      isDurationExact: true,
      tags: { title: 'Tail' },
    });
  });
});

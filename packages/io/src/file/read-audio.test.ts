import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  type AudioFlowError,
  createDemand,
  createFrame,
  fromFrames,
  type Packet,
  run,
  withDemand,
} from '@audioflow/core';
import {
  collect,
  describeSource,
  joinFrames,
  noiseFrame,
  splitFrame,
} from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { EMPTY, lastValueFrom, take } from 'rxjs';
import { gaplessTag } from '../container/index.js';
import { failure } from './fixtures/failure.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { openAudio } from './open-audio.js';
import { readAudio } from './read-audio.js';
import { writeAudio } from './write-audio.js';

const at = tempFolder();
const noise = noiseFrame(20_000, { channelCount: 2, sampleRate: 44_100 });
const stored = async (name: string): Promise<string> => {
  await run(fromFrames(splitFrame(noise, [4096])), writeAudio(at(name)));
  return at(name);
};
/** Files that this process holds open, but for those of the system. */
const openFiles = (): number =>
  existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;

describe('readAudio', () => {
  it('gives frames of the wanted length, the rest last, pts from 0', async () => {
    const path = await stored('length.wav');
    const frames = await collect(readAudio(path, { frameLength: 8000 }));
    expect(frames.map(({ pts, length }) => [pts, length])).toEqual([
      [0, 8000],
      [8000, 8000],
      [16_000, 4000],
    ]);
  });

  it('fails at once for wrong options', () => {
    expect(() => readAudio('a.wav', { frameLength: 0 })).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
    for (const path of ['', 'a\0.wav']) {
      expect(() => readAudio(path)).toThrow(expect.objectContaining({ code: 'invalid-option' }));
    }
    expect(() => readAudio('a.wav', Object({ length: 1 }))).toThrow(
      expect.objectContaining({ code: 'invalid-option' }),
    );
  });

  it('names the path of what cannot be read', async () => {
    mkdirSync(at('folder'));
    writeFileSync(at('empty.wav'), '');
    writeFileSync(at('text.wav'), 'a letter to my aunt, who cannot read wav '.repeat(40));
    writeFileSync(at('text.ogg'), 'OggS but nothing of the kind '.repeat(40));
    writeFileSync(at('text.mp3'), 'no frames in here '.repeat(40));
    writeFileSync(at('cut.wav'), readFileSync(await stored('whole.wav')).subarray(0, 30));
    expect(await failure(() => collect(readAudio(at('none.wav'))))).toMatch(
      /^io: .*none\.wav.*nothing is there/,
    );
    expect(await failure(() => collect(readAudio(at('folder'))))).toMatch(
      /^io: .*folder.*directory/,
    );
    expect(await failure(() => collect(readAudio(at('empty.wav'))))).toMatch(
      /^malformed-data: .*empty\.wav.*empty/,
    );
    expect(await failure(() => collect(readAudio(at('text.wav'))))).toMatch(
      /^malformed-data: .*text\.wav/,
    );
    expect(await failure(() => collect(readAudio(at('text.ogg'))))).toMatch(
      /^malformed-data: .*text\.ogg/,
    );
    expect(await failure(() => collect(readAudio(at('text.mp3'))))).toMatch(
      /^malformed-data: .*text\.mp3/,
    );
    expect(await failure(() => collect(readAudio(at('cut.wav'))))).toMatch(
      /^malformed-data: .*cut\.wav/,
    );
  });

  it('finds the kind by content, whatever the name says', async () => {
    await stored('real.wav');
    writeFileSync(at('wav.mp3'), readFileSync(at('real.wav')));
    expect((await openAudio(at('wav.mp3'))).info).toMatchObject({
      container: 'wav',
      totalSamples: 20_000,
    });
    await stored('real.aac');
    writeFileSync(at('adts.bin'), readFileSync(at('real.aac')));
    expect((await openAudio(at('adts.bin'))).info).toMatchObject({
      container: 'adts',
      codec: 'aac',
    });
  });

  it('finds mp3 frames behind garbage when the name says mp3', async () => {
    await stored('clean.mp3');
    writeFileSync(
      at('dirty.mp3'),
      Buffer.concat([Buffer.alloc(500, 7), readFileSync(at('clean.mp3'))]),
    );
    expect((await openAudio(at('dirty.mp3'))).info.totalSamples).toBe(20_000);
    expect(joinFrames(await collect(readAudio(at('dirty.mp3'))))[0]).toHaveLength(20_000);
  });

  it('ends truncated wav data with what is there, and warns once', async () => {
    writeFileSync(at('truncated.wav'), readFileSync(await stored('to-cut.wav')).subarray(0, -1001));
    const warnings: AudioFlowError[] = [];
    const { info, pcm } = await openAudio(at('truncated.wav'), {
      onWarning: (w) => warnings.push(w),
    });
    const frames = await collect(pcm);
    expect([info.totalSamples, joinFrames(frames)[0]?.length]).toEqual([19_749, 19_749]);
    expect(warnings.map(({ code }) => code)).toEqual(['malformed-data', 'malformed-data']);
    expect(warnings[0]?.message).toContain('truncated.wav');
  });

  it('closes the file at the end, on early stop, on unsubscribe and on abort', async () => {
    for (const name of ['close.wav', 'close.mp3']) {
      const path = await stored(name);
      await collect(readAudio(path));
      const before = openFiles();
      await collect(readAudio(path).pipe(take(2)));
      const demand = createDemand();
      demand.hold();
      const subscription = withDemand(demand, () => readAudio(path).subscribe());
      await new Promise((resolve) => setTimeout(resolve, 30));
      subscription.unsubscribe();
      const controller = new AbortController();
      const aborted = run(readAudio(path, { signal: controller.signal, frameLength: 100 }), {
        write: async () => controller.abort(),
      });
      expect(await failure(() => aborted)).toMatch(/^aborted: /);
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(openFiles()).toBe(before);
    }
  });

  it('fails with aborted under a signal that has aborted before', async () => {
    const path = await stored('late.wav');
    const signal = AbortSignal.abort();
    expect(await failure(() => collect(readAudio(path, { signal })))).toMatch(/^aborted: /);
  });

  it('reads no further than downstream takes', async () => {
    const path = at('long.wav');
    const second = createFrame([new Float32Array(48_000)], { sampleRate: 48_000 });
    const frames = Array.from({ length: 30 }, (_, i) => ({ ...second, pts: i * 48_000 }));
    await run(fromFrames(frames), writeAudio(path));
    const demand = createDemand();
    let samples = 0;
    let release: (() => void) | undefined;
    const done = new Promise<void>((resolve) => {
      withDemand(demand, () =>
        readAudio(path).subscribe({
          next: (frame) => {
            samples += frame.length;
            release ??= demand.hold();
          },
          complete: resolve,
        }),
      );
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    // What one read of 64 KiB holds was on its way.
    expect(samples).toBeLessThanOrEqual(32_768 + 1024);
    release?.();
    await done;
    expect(samples).toBe(30 * 48_000);
  });

  const frames = noiseFrame(8192, { sampleRate: 8000 });
  const path = at('source.wav');
  describe('as a source', () => {
    it('has its file', async () => {
      await run(fromFrames([frames]), writeAudio(path));
    });
    describeSource('readAudio', {
      create: () => readAudio(path),
      items: 8,
      burst: 8,
      key: ({ pts, length }) => [pts, length],
    });
  });
});

describe('openAudio', () => {
  it('tells tags, packets and an estimate of the length', async () => {
    const mp3 = readFileSync(await stored('plain.mp3'));
    const title = Buffer.from('\x03Tschüß\0', 'utf8');
    const frame = Buffer.concat([
      Buffer.from('TIT2'),
      Buffer.from([0, 0, 0, title.length, 0, 0]),
      title,
    ]);
    const tag = Buffer.concat([
      Buffer.from('ID3\x04\0\0'),
      Buffer.from([0, 0, 0, frame.length]),
      frame,
    ]);
    // Without its information frame nobody knows its length.
    const bare = mp3.subarray(mp3.indexOf(Buffer.from([0xff, 0xfb]), 4));
    writeFileSync(at('tagged.mp3'), Buffer.concat([tag, bare]));
    const file = await openAudio(at('tagged.mp3'));
    expect(file.info).not.toHaveProperty('totalSamples');
    expect(file.info.durationSeconds).toBeCloseTo(20_000 / 44_100, 1);
    expect(await lastValueFrom(file.metadata)).toEqual({ pts: 0, tags: { title: 'Tschüß' } });
    const packets: Packet[] = await collect(file.packets ?? EMPTY);
    expect(packets[0]).toMatchObject({ codec: 'mp3', duration: 1152, channelCount: 2 });
  });

  it('reads the gapless tag of other writers of ADTS', async () => {
    const written = readFileSync(await stored('gapless.aac'));
    const ours = gaplessTag({ trimStart: 1024, trimEnd: 0, samples: 1 }).length;
    const tag = gaplessTag({ trimStart: 1024, trimEnd: 480, samples: 5000 });
    writeFileSync(at('other.aac'), Buffer.concat([tag, written.subarray(ours)]));
    const { info, pcm } = await openAudio(at('other.aac'));
    expect(info.totalSamples).toBe(5000);
    expect(joinFrames(await collect(pcm))[0]).toHaveLength(5000);
  });

  it('can be read again and again', async () => {
    const { pcm } = await openAudio(await stored('again.mp3'));
    const first = joinFrames(await collect(pcm));
    expect(joinFrames(await collect(pcm))).toEqual(first);
  });
});

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type AudioFrame,
  createFrame,
  fromFrames,
  fromPull,
  interleave,
  run,
} from '@audioflow/core';
import {
  align,
  collect,
  describeSink,
  joinFrames,
  noiseFrame,
  snr,
  splitFrame,
} from '@audioflow/core/testing';
import { describe, expect, it } from '@jest/globals';
import { concat, of, throwError } from 'rxjs';
import { failure } from './fixtures/failure.js';
import { tempFolder } from './fixtures/temp-folder.js';
import { voice } from './fixtures/voice.js';
import { openAudio } from './open-audio.js';
import { probe } from './probe.js';
import { readAudio } from './read-audio.js';
import { type WriteAudioOptions, writeAudio } from './write-audio.js';

const at = tempFolder();
const parts = (): string[] =>
  readdirSync(dirname(at('x'))).filter((name) => name.endsWith('.part'));
let made = 0;
const fresh = (extension: string): string => at(`file-${made++}.${extension}`);
describe('writeAudio: wav', () => {
  const noise = noiseFrame(10_000, { channelCount: 2, amplitude: 0.9 });
  const exact = (bits: number): AudioFrame => {
    const scale = 2 ** (bits - 1);
    return createFrame(
      noise.channels.map((plane) => plane.map((x) => (Math.round(x * scale) || 0) / scale)),
      { sampleRate: 48_000 },
    );
  };

  it.each([
    ['u8', exact(8)],
    ['s16', exact(16)],
    ['s24', exact(24)],
    ['s32', exact(24)],
    ['f32', noise],
    ['f64', noise],
  ] as const)('gives every %s sample back, bit by bit', async (sampleType, frame) => {
    const path = fresh('wav');
    await run(fromFrames(splitFrame(frame, [1, 999, 4096])), writeAudio(path, { sampleType }));
    const frames = await collect(readAudio(path));
    expect(joinFrames(frames)).toEqual([...frame.channels]);
    expect(frames.map(({ pts }) => pts)).toEqual(frames.map((_, i) => i * 1024));
    expect((await openAudio(path)).info).toMatchObject({ sampleType, totalSamples: 10_000 });
  });

  it('writes s16 unless told otherwise, and pads odd data', async () => {
    const path = fresh('wav');
    await run(of(createFrame([new Float32Array(3)], { sampleRate: 8000 })), writeAudio(path));
    expect((await openAudio(path)).info.sampleType).toBe('s16');
    const odd = fresh('wav');
    const sink = writeAudio(odd, { sampleType: 'u8', rf64: false });
    await run(of(createFrame([new Float32Array(3)], { sampleRate: 8000 })), sink);
    expect(readFileSync(odd)).toHaveLength(44 + 4);
  });

  it('keeps a speaker mask', async () => {
    const path = fresh('wav');
    const layout = { channelCount: 2, mask: 0x30 };
    const frame = createFrame([new Float32Array(8), new Float32Array(8)], {
      sampleRate: 8000,
      layout,
    });
    await run(of(frame), writeAudio(path));
    expect((await openAudio(path)).info.layout).toEqual(layout);
  });

  it('writes a valid empty file where the format is known, and says what is missing where not', async () => {
    const path = fresh('wav');
    await run(of<AudioFrame>(), writeAudio(path, { sampleRate: 8000, channelCount: 2 }));
    expect((await openAudio(path)).info).toMatchObject({ totalSamples: 0, channelCount: 2 });
    const bare = fresh('wav');
    expect(await failure(() => run(of<AudioFrame>(), writeAudio(bare)))).toMatch(
      /^invalid-state: .*sampleRate and channelCount/,
    );
    expect(existsSync(bare)).toBe(false);
  });

  it('writes raw samples without a header', async () => {
    const path = fresh('pcm');
    await run(of(noise), writeAudio(path, { sampleType: 's24' }));
    expect(new Uint8Array(readFileSync(path))).toEqual(interleave(noise, 's24'));
  });
});

describe('writeAudio: mp3 and aac', () => {
  it.each([
    ['mp3', 44_100, 2],
    ['mp3', 48_000, 1],
    ['mp3', 22_050, 1],
    ['aac', 44_100, 2],
    ['aac', 48_000, 1],
  ] as const)('gives as many samples back, without lag: %s, %d Hz, %d channel(s)', async (extension, rate, channels) => {
    for (const length of [1, 1000, 1152, 30_001]) {
      const frame = voice(length, rate, channels);
      const path = fresh(extension);
      await run(fromFrames(splitFrame(frame, [777])), writeAudio(path, { bitrate: 96_000 }));
      const { info, pcm } = await openAudio(path);
      const planes = joinFrames(await collect(pcm));
      expect([info.totalSamples, ...planes.map((plane) => plane.length)]).toEqual([
        length,
        ...planes.map(() => length),
      ]);
      if (length < 30_000) continue;
      for (const [channel, plane] of planes.entries()) {
        const original = frame.channels[channel] ?? new Float32Array();
        expect(align(original, plane, 64).lag).toBe(0);
        expect(snr(original, plane)).toBeGreaterThan(8);
      }
    }
  });

  it('refuses a stream without any frame', async () => {
    const path = fresh('mp3');
    expect(await failure(() => run(of<AudioFrame>(), writeAudio(path)))).toMatch(
      /^invalid-state: /,
    );
    expect(existsSync(path)).toBe(false);
  });

  it('refuses at once what the encoder does not have', async () => {
    const wrong: WriteAudioOptions = { encoder: { bitrat: 1 } };
    expect(await failure(() => writeAudio(fresh('mp3'), wrong))).toMatch(
      /^invalid-option: .*bitrat/,
    );
    expect(await failure(() => writeAudio(fresh('aac'), { bitrate: 1 }))).toMatch(
      /^invalid-option: /,
    );
    for (const extension of ['wav', 'flac']) {
      const lossless = await failure(() => writeAudio(fresh(extension), { bitrate: 192_000 }));
      expect(lossless).toMatch(/^invalid-option: .*bitrate: expected none.* leave it out/);
    }
    expect(await failure(() => writeAudio(fresh('mp3'), { sampleType: 's24' }))).toMatch(
      /^invalid-option: .*sampleType/,
    );
  });

  it('hands the type of samples to a lossless encoder', async () => {
    const path = fresh('flac');
    await run(of(voice(8000, 48_000, 1)), writeAudio(path, { sampleType: 's16' }));
    expect((await probe(path)).streams[0]?.bitDepth).toBe(16);
  });

  it('refuses a format that the codec does not have, and leaves nothing', async () => {
    const path = fresh('mp3');
    const stream = of(createFrame([new Float32Array(8)], { sampleRate: 96_000 }));
    expect(await failure(() => run(stream, writeAudio(path)))).toMatch(/^unsupported: .*48000/);
    expect([existsSync(path), parts()]).toEqual([false, []]);
  });
});

describe('writeAudio: the file', () => {
  const tone = (): AudioFrame[] => splitFrame(voice(4000, 8000, 1), [1000]);

  it('appears complete: nothing has its name before close', async () => {
    const path = fresh('wav');
    const sink = writeAudio(path);
    const seen: boolean[] = [];
    for (const frame of tone()) {
      await sink.write(frame);
      seen.push(existsSync(path));
    }
    expect(parts()).toHaveLength(1);
    await sink.close?.();
    expect([seen, existsSync(path), parts()]).toEqual([[false, false, false, false], true, []]);
  });

  it('keeps the older file when the new one fails', async () => {
    const path = fresh('wav');
    writeFileSync(path, 'old');
    const failing = concat(
      fromFrames(tone()),
      throwError(() => new Error('boom')),
    );
    await expect(run(failing, writeAudio(path))).rejects.toThrow('boom');
    expect([readFileSync(path, 'utf8'), parts()]).toEqual(['old', []]);
    await run(fromFrames(tone()), writeAudio(path));
    expect(readFileSync(path, 'latin1').slice(0, 4)).toBe('RIFF');
  });

  it.each([
    'wav',
    'mp3',
    'aac',
  ])('leaves nothing of a %s when the run is aborted', async (extension) => {
    const path = fresh(extension);
    const controller = new AbortController();
    const endless = fromPull(function* () {
      for (let i = 0; ; i++) {
        if (i === 50) controller.abort();
        yield { ...voice(1000, 48_000, 1), pts: i * 1000 };
      }
    });
    const code = await failure(() => run(endless, writeAudio(path), { signal: controller.signal }));
    expect([code.split(':')[0], existsSync(path), parts()]).toEqual(['aborted', false, []]);
  });

  it('is refused before any work in a folder that is not there, or under the name of one', async () => {
    expect(await failure(() => writeAudio(at('no/such/out.wav')))).toMatch(/^io: .*no\/such/);
    mkdirSync(at('folder.wav'));
    expect(await failure(() => writeAudio(at('folder.wav')))).toMatch(
      /^io: .*directory .*folder\.wav/,
    );
    // A file that is renamed to it would take its place.
    expect(await failure(() => writeAudio('/dev/null', { container: 'wav' }))).toMatch(
      /^io: .*\/dev\/null.* device.*createWriteStream/,
    );
    expect(await failure(() => writeAudio(at('a\0.wav')))).toMatch(/^invalid-option: .*zero byte/);
    expect(await failure(() => writeAudio(at('out.xyz')))).toMatch(
      /^unsupported: .*\.wav.*out\.xyz/,
    );
    expect(await failure(() => writeAudio(''))).toMatch(/^invalid-option: .*path/);
    expect(await failure(() => writeAudio(fresh('wav'), Object({ rate: 1 })))).toMatch(
      /^invalid-option: /,
    );
  });

  it('refuses another format in the middle', async () => {
    const other = concat(
      fromFrames(tone()),
      of(createFrame([new Float32Array(4)], { sampleRate: 9000, pts: 4000 })),
    );
    expect(await failure(() => run(other, writeAudio(fresh('wav'))))).toMatch(
      /^format-changed: .*resample/,
    );
    const mono = of(createFrame([new Float32Array(4)], { sampleRate: 8000 }));
    expect(await failure(() => run(mono, writeAudio(fresh('wav'), { channelCount: 2 })))).toMatch(
      /^format-changed: /,
    );
  });

  it('refuses, fills or joins a jump of pts, as told', async () => {
    const jump = (): AudioFrame[] => [
      createFrame([Float32Array.of(0.5, 0.5)], { sampleRate: 1000, pts: 100 }),
      createFrame([Float32Array.of(0.25)], { sampleRate: 1000, pts: 105 }),
    ];
    const written = async (options: WriteAudioOptions): Promise<number[]> => {
      const path = fresh('wav');
      await run(of(...jump()), writeAudio(path, options));
      return [...(joinFrames(await collect(readAudio(path)))[0] ?? [])];
    };
    expect(await failure(() => written({}))).toMatch(
      /^malformed-data: .*expected pts 102, got 105/,
    );
    expect(await written({ onDiscontinuity: 'silence' })).toEqual([0.5, 0.5, 0, 0, 0, 0.25]);
    expect(await written({ onDiscontinuity: 'join' })).toEqual([0.5, 0.5, 0.25]);
    const strict: WriteAudioOptions = { onDiscontinuity: 'silence', maxGapMs: 2 };
    expect(await failure(() => written(strict))).toMatch(/^malformed-data: /);
  });

  it('takes nothing after close', async () => {
    const sink = writeAudio(fresh('wav'));
    await sink.write(voice(10));
    await sink.close?.();
    expect(await failure(() => sink.write(voice(10)))).toMatch(/^invalid-state: /);
  });

  describeSink('writeAudio', {
    create: async () => {
      const path = fresh('wav');
      return {
        sink: writeAudio(path, { onDiscontinuity: 'join' }),
        received: async () => (await openAudio(path)).info.totalSamples,
        left: async () => [existsSync(path), parts()],
      };
    },
    items: tone,
    expected: 4000,
    nothing: [false, []],
  });
});

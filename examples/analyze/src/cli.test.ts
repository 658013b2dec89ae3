import { getEventListeners } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createFrame, fromFrames, run, sine, tune } from '@audioflow/core';
import { writeAudio } from '@audioflow/io';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Program, startProgram } from '../../../test/browser/start-program.js';
import { analyze } from './analyze.js';
import { createPitchRange } from './pitch-range.js';
import { showTable } from './show-table.js';

const folder = mkdtempSync(join(tmpdir(), 'audioflow-analyze-'));
const at = (name: string): string => join(folder, name);
const file = fileURLToPath(new URL('./cli.ts', import.meta.url));
const start = (args: readonly string[]): Program => startProgram({ file }, args);

/** Waits until a process has a file open: then it is at work. Where there is no /proc, for a while. */
const reading = async (pid: number, name: string): Promise<void> => {
  const descriptors = `/proc/${pid}/fd`;
  const hasIt = (): boolean => {
    try {
      return readdirSync(descriptors).some((fd) =>
        readlinkSync(join(descriptors, fd)).includes(name),
      );
    } catch {
      return false;
    }
  };
  if (!existsSync(descriptors)) await sleep(5000);
  else while (existsSync(descriptors) && !hasIt()) await sleep(20);
};

beforeAll(async () => {
  await run(tune({ duration: 12, sampleRate: 44_100 }), writeAudio(at('song.mp3')));
  const voice = sine({ frequency: 220, amplitude: 0.25, duration: 3, sampleRate: 22_050 });
  await run(voice, writeAudio(at('tone.flac')));
  const format = { sampleRate: 48_000 };
  const silence = createFrame([new Float32Array(96_000), new Float32Array(96_000)], format);
  await run(fromFrames([silence]), writeAudio(at('silence.wav')));
  await run(fromFrames([createFrame([Float32Array.of(0.5)], format)]), writeAudio(at('one.wav')));
  writeFileSync(at('broken.wav'), 'RIFF of nothing at all, but a long enough line of text');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the analyser', () => {
  it('measures and draws files of all kinds, and tells which one failed', async () => {
    const out = at('out');
    const names = ['song.mp3', 'tone.flac', 'broken.wav', 'silence.wav', 'one.wav'];
    const { code, stdout } = await start([...names.map(at), '--out', out, '--json']).ended;
    expect(code).toBe(1);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const [song, tone, broken, silence, one] = lines;
    expect(song).toMatchObject({ seconds: 12, info: { codec: 'mp3', channelCount: 2 } });
    expect(song.loudness.integrated).toBeGreaterThan(-25);
    expect(song.loudness.truePeak).toBeLessThan(1);
    expect([song.tempo > 40, song.key.mode]).toEqual([true, 'major']);
    expect(tone.pitch.median / 220).toBeCloseTo(1, 2);
    expect(tone.pitch.voiced).toBeGreaterThan(0.9);
    expect(tone.loudness.integrated).toBeCloseTo(-15.6, 0);
    expect(broken).toMatchObject({ input: at('broken.wav'), error: { code: 'malformed-data' } });
    const nothing = {
      integrated: null,
      range: expect.anything(),
      truePeak: null,
      maxShortTerm: null,
    };
    expect(silence).toMatchObject({
      seconds: 2,
      loudness: nothing,
      tempo: null,
      key: null,
      pitch: null,
    });
    expect(one).toMatchObject({ seconds: 1 / 48_000, tempo: null });
    expect(readdirSync(out).sort()).toEqual(
      ['one.wav', 'silence.wav', 'song.mp3', 'tone.flac'].flatMap((name) => [
        `${name}.json`,
        `${name}.spectrogram.png`,
        `${name}.waveform.png`,
      ]),
    );
    const png = readFileSync(join(out, 'song.mp3.spectrogram.png'));
    expect([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
      'PNG',
      1000,
      400,
    ]);
    const { elapsedSeconds: _, files, ...analysis } = song;
    expect(files).toHaveLength(3);
    expect(JSON.parse(readFileSync(join(out, 'song.mp3.json'), 'utf8'))).toEqual(analysis);
  });

  it('takes any number of channels and high rates, and lets go of each file', async () => {
    const { signal } = new AbortController();
    const watch = { signal, onProgress: () => undefined };
    const samples = Float32Array.from({ length: 96_000 }, (_, i) => Math.sin(i * 0.02));
    for (const [channelCount, sampleRate] of [
      [3, 48_000],
      [1, 192_000],
    ] as const) {
      const planes = Array.from({ length: channelCount }, () => samples);
      const path = at(`${channelCount}.wav`);
      await run(fromFrames([createFrame(planes, { sampleRate })]), writeAudio(path));
      const { analysis } = await analyze(path, { pictures: false }, watch);
      const hz = (0.02 * sampleRate) / (2 * Math.PI);
      expect((analysis.pitch?.median ?? 0) / hz).toBeCloseTo(1, 2);
    }
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('leaves no file when interrupted', async () => {
    const length = 44_100 * 24;
    const noise = Float32Array.from({ length }, (_, i) => ((i * 7919) % 1000) / 1000 - 0.5);
    const frames = Array.from({ length: 4 }, (_, i) => ({
      ...createFrame([noise, noise], { sampleRate: 44_100 }),
      pts: i * length,
    }));
    await run(fromFrames(frames), writeAudio(at('long.wav')), { limit: 2 * length });
    const program = start([at('long.wav'), '--out', at('cut')]);
    await reading(program.pid, 'long.wav');
    expect(await program.end('SIGINT')).toBe(130);
    expect(readdirSync(folder)).not.toContain('cut');
  });

  it.each([
    [['a.wav', 'other/a.wav'], /expected inputs of different names/],
    [['nowhere.wav'], /nowhere\.wav/],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await start(args).ended;
    expect(code).not.toBe(0);
    expect(stderr).toMatch(message);
  });
});

describe('the table', () => {
  it('has a line for each file, in columns', () => {
    const loudness = { integrated: -14.04, range: 5.2, truePeak: null, maxShortTerm: null };
    const info = { container: 'mp3', codec: 'mp3', sampleRate: 44_100, channelCount: 2 };
    const pitch = { voiced: 0.5, low: 98.7, median: 120, high: 240.2 };
    const key = {
      name: 'A minor',
      tonic: 9,
      mode: 'minor' as const,
      correlation: 0.9,
      confidence: 0.25,
    };
    const lines = showTable([
      { input: 'a/b.mp3', info, tags: {}, seconds: 3725.9, loudness, tempo: 120.04, key, pitch },
      {
        input: 'c.mp3',
        info,
        tags: {},
        seconds: 2.5,
        loudness,
        tempo: null,
        key: null,
        pitch: null,
      },
    ]);
    expect(lines.map((line) => line.replace(/ {2,}/g, '|'))).toEqual([
      'file|length|format|loudness|range|true peak|tempo|key|pitch',
      'b.mp3|1:02:05|mp3 44100 Hz 2 ch|-14.0 LUFS|5.2 LU|-|120.0 BPM|A minor (0.25)|99-240 Hz, 50 %',
      'c.mp3|2.50 s|mp3 44100 Hz 2 ch|-14.0 LUFS|5.2 LU|-|-|-|-',
    ]);
  });
});

describe('the range of pitches', () => {
  it('leaves out strays, and what has no pitch', () => {
    const range = createPitchRange();
    expect(range.range()).toBeUndefined();
    for (let i = 0; i < 100; i++) range.take(i < 2 ? 1000 : 100 * 2 ** (i / 100));
    for (let i = 0; i < 100; i++) range.take(Number.NaN);
    const { voiced, low, median, high } = range.range() ?? {
      voiced: 0,
      low: 0,
      median: 0,
      high: 0,
    };
    expect(voiced).toBe(0.5);
    expect([low / 105, median / 142, high / 197].every((part) => Math.abs(part - 1) < 0.02)).toBe(
      true,
    );
  });
});

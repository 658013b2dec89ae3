import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureLoudness } from '@audioflow/analysis';
import { createFrame, fromFrames, run, tune } from '@audioflow/core';
import { collect, joinFrames } from '@audioflow/core/testing';
import { openAudio, readAudio, writeAudio } from '@audioflow/io';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { firstValueFrom } from 'rxjs';
import { type Program, startProgram } from '../../../test/browser/start-program.js';

const folder = mkdtempSync(join(tmpdir(), 'audioflow-transcode-'));
const at = (name: string): string => join(folder, name);
/** As much of a JPEG of 64 by 48 pixels as anybody reads. */
const cover = {
  mimeType: 'image/jpeg',
  data: Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 48, 0, 64),
} as const;
const file = fileURLToPath(new URL('./cli.ts', import.meta.url));
const start = (args: readonly string[]): Program => startProgram({ file }, args);
const lines = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  const tags = { title: 'Tönchen', artist: 'Niemand' };
  await run(tune({ duration: 8, sampleRate: 44_100 }), writeAudio(at('a.wav'), { tags, cover }));
  await run(tune({ duration: 2, sampleRate: 44_100 }), writeAudio(at('b.wav'), { cover }));
  writeFileSync(at('broken.wav'), 'RIFF of nothing at all, but a long enough line of text');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the transcoder', () => {
  it('cuts, levels and encodes, and keeps tags and cover', async () => {
    const args = ['--start', '1', '--end', '6.5', '--loudness', '-20', '--bitrate', '192k'];
    const { code, stdout } = await start([at('a.wav'), at('a.mp3'), ...args, '--json']).ended;
    expect([code, lines(stdout)[0]]).toMatchObject([0, { seconds: 5.5, sampleRate: 44_100 }]);
    const { info, metadata, pictures, pcm } = await openAudio(at('a.mp3'));
    expect(info).toMatchObject({
      totalSamples: 5.5 * 44_100,
      sampleRate: 44_100,
    });
    expect((await firstValueFrom(metadata)).tags).toMatchObject({
      title: 'Tönchen',
      artist: 'Niemand',
    });
    expect(pictures.map(({ data }) => [...data])).toEqual([[...cover.data]]);
    expect((info.bitrate ?? 0) / 192_000).toBeCloseTo(1, 1);
    const channels = joinFrames(await collect(pcm));
    expect(measureLoudness(channels, { sampleRate: 44_100 }).integrated).toBeCloseTo(-20, 0);
  });

  it('brings what cannot be written to the nearest that can: a rate, and no cover', async () => {
    const { code, stdout } = await start([at('b.wav'), at('b.webm'), '--codec', 'opus', '--json'])
      .ended;
    expect([code, lines(stdout)[0]]).toMatchObject([0, { seconds: 2, sampleRate: 48_000 }]);
    expect(joinFrames(await collect(readAudio(at('b.webm'))))[0]?.length).toBe(96_000);
  });

  it('brings the links of a chained file to the format of the first', async () => {
    const links = [44_100, 48_000].map(async (sampleRate) => {
      const path = at(`${sampleRate}.ogg`);
      await run(tune({ duration: 1, sampleRate }), writeAudio(path));
      return readFileSync(path);
    });
    writeFileSync(at('chain.ogg'), Buffer.concat(await Promise.all(links)));
    const args = [at('chain.ogg'), at('chain.flac'), '--json'];
    const { code, stdout } = await start(args).ended;
    expect([code, lines(stdout)[0]]).toMatchObject([0, { seconds: 2, sampleRate: 44_100 }]);
  });

  it('mixes up to a layout that has a name', async () => {
    const args = [at('b.wav'), at('b6.flac'), '--channels', '6', '--json'];
    const { code, stdout } = await start(args).ended;
    expect([code, lines(stdout)[0]]).toMatchObject([0, { channelCount: 6 }]);
    expect((await openAudio(at('b6.flac'))).info.layout).toBeDefined();
  });

  it('makes many files in a folder, and tells which one failed', async () => {
    const inputs = ['a.wav', 'broken.wav', 'b.wav'].map(at);
    const out = mkdtempSync(join(folder, 'out-'));
    const args = [...inputs, out, '--format', 'flac', '--codec', 'flac', '--jobs', '3', '--json'];
    const { code, stdout } = await start(args).ended;
    expect(code).toBe(1);
    const failed = lines(stdout).filter(({ error }) => error !== undefined);
    expect(failed).toMatchObject([{ input: at('broken.wav'), error: { code: 'malformed-data' } }]);
    expect(readdirSync(out).sort()).toEqual(['a.flac', 'b.flac']);
  });

  it('makes no two files of one name, and none of an input', async () => {
    const [other, out] = ['other-', 'names-'].map((name) => mkdtempSync(join(folder, name)));
    if (other === undefined || out === undefined) throw new Error('no folder');
    symlinkSync(at('a.wav'), join(other, 'alias.wav'));
    symlinkSync(at('b.wav'), join(other, 'b.wav'));
    const twice = await start([at('b.wav'), join(other, 'b.wav'), out, '--format', 'mp3']).ended;
    expect([twice.code, twice.stderr]).toMatchObject([2, expect.stringMatching(/another input/)]);
    const link = await start([at('a.wav'), join(other, 'alias.wav')]).ended;
    expect([link.code, link.stderr]).toMatchObject([
      2,
      expect.stringMatching(/overwrite an input/),
    ]);
    expect(readdirSync(out)).toEqual([]);
  });

  it('leaves no half file when interrupted', async () => {
    const length = 44_100 * 24;
    const noise = Float32Array.from({ length }, (_, i) => ((i * 7919) % 1000) / 1000 - 0.5);
    const long = createFrame([noise, noise], { sampleRate: 44_100 });
    const frames = Array.from({ length: 5 }, (_, i) => ({ ...long, pts: i * length }));
    await run(fromFrames(frames), writeAudio(at('long.wav')), { limit: 2 * length });
    const out = mkdtempSync(join(folder, 'cut-'));
    const program = start([at('long.wav'), join(out, 'long.m4a')]);
    // The hidden file says that it is at work.
    while (readdirSync(out).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await program.end('SIGINT')).toBe(130);
    expect(readdirSync(out)).toEqual([]);
  });

  it.each([
    [['a.wav'], /expected an input and an output/],
    [['a.wav', 'b.wav', 'c.mp3'], /expected a folder that exists for 2 inputs/],
    [['a.wav', 'a.wav'], /would overwrite an input/],
    [['a.wav', 'a.mp3', '--gain', 'loud'], /expected a number from -120 to 120/],
    [['a.wav', 'a.mp3', '--codec', 'mp4'], /Allowed choices are mp3, aac, opus/],
  ])('refuses %j', async (args, message) => {
    const paths = args.map((arg) => (arg.includes('.') ? at(arg) : arg));
    const { code, stderr } = await start(paths).ended;
    expect(code).not.toBe(0);
    expect(stderr).toMatch(message);
  });
});

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithFfmpeg } from '../fixtures/ffmpeg.js';
import { runChild } from '../fixtures/run-child.js';
import type { EngineOptions } from './index.js';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
// As an option of the environment it reaches the forked process too.
const HIDE = `--import=${fixture('hide-node-av.mjs')}`;
const FAKE_STATIC = `--import=${fixture('fake-ffmpeg-static.mjs')}`;

interface Outcome {
  readonly code?: string;
  readonly message?: string;
  readonly packets?: number;
}

/** Encodes in a process where things are missing; nothing but what `env` says is to be found. */
const attempt = async (
  options: readonly EngineOptions[],
  hooks: string,
  env: NodeJS.ProcessEnv = {},
): Promise<readonly Outcome[]> => {
  const bare = { PATH: '', FFMPEG_PATH: '', NODE_OPTIONS: hooks, ...env };
  const child = await runChild('missing-child.ts', [JSON.stringify(options)], [], bare);
  expect({ code: child.code, stderr: child.stderr }).toEqual({ code: 0, stderr: '' });
  const { outcomes, bytes } = JSON.parse(child.stdout);
  // Codecs without an engine do not care.
  expect(bytes).toBe(4000);
  return outcomes;
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audioflow-missing-'));
  const names = `case "$*" in
*-version*) echo "ffmpeg version 1.0-none";;
*) printf " A....D aac  AAC\\n";;
esac
`;
  await writeFile(join(folder, 'ffmpeg'), `#!/bin/sh\n${names}`);
  await writeFile(join(folder, 'broken'), '#!/bin/sh\nexit 3\n');
  await writeFile(join(folder, 'plain'), 'text');
  await chmod(join(folder, 'ffmpeg'), 0o755);
  await chmod(join(folder, 'broken'), 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

it('tells all that was tried, and how to get it, where there is no engine at all', async () => {
  const engines = [
    {},
    { engine: 'native' },
    { engine: 'fork' },
    { engine: 'process' },
    {},
  ] as const;
  const [auto, native, fork, process, again] = await attempt(engines, HIDE);
  for (const outcome of [auto, native, fork, process]) expect(outcome?.code).toBe('unavailable');
  for (const text of [
    "tried import('node-av/lib')",
    'npm install node-av',
    'FFMPEG_PATH: not set',
    'ffmpeg-static: not installed',
    'PATH: no ffmpeg in it',
    'apt-get install ffmpeg',
  ]) {
    expect(auto?.message).toContain(text);
  }
  expect(native?.message).not.toContain('FFMPEG_PATH');
  expect(process?.message).not.toContain('node-av');
  expect(again).toEqual(auto);
}, 60_000);

it('says what is wrong with each program that was found', async () => {
  const missing = join(folder, 'nowhere');
  const [named, plain, lacking] = await attempt(
    [
      { engine: 'process', ffmpegPath: missing },
      { engine: 'process', ffmpegPath: join(folder, 'plain') },
      { engine: 'process' },
    ],
    FAKE_STATIC,
    {
      FFMPEG_PATH: join(folder, 'broken'),
      AUDIOFLOW_FAKE_STATIC: JSON.stringify(missing),
      PATH: folder,
    },
  );
  expect(named?.code).toBe('unavailable');
  expect(named?.message).toContain(`ffmpegPath ${missing}: there is no such file`);
  // One that is named is the only one.
  expect(named?.message).not.toContain('PATH:');
  expect(plain?.message).toContain('it may not be run');
  expect(lacking?.code).toBe('unsupported');
  expect(lacking?.message).toContain(`FFMPEG_PATH ${join(folder, 'broken')}: it does not run`);
  expect(lacking?.message).toContain(`ffmpeg-static ${missing}: there is no such file`);
  expect(lacking?.message).toContain('it lacks the encoder libmp3lame or mp3');
}, 60_000);

it('takes an ffmpeg-static for another system as none', async () => {
  const [outcome] = await attempt([{ engine: 'process' }], FAKE_STATIC, {
    AUDIOFLOW_FAKE_STATIC: 'null',
  });
  expect(outcome?.code).toBe('unavailable');
  expect(outcome?.message).toContain('ffmpeg-static: it has no program for this system');
}, 60_000);

describeWithFfmpeg('without node-av', () => {
  it('auto goes on with the ffmpeg that is there', async () => {
    const path = process.env['PATH'] ?? '';
    const limits = { callMs: 20_000 };
    const outcomes = await attempt([{}, { limits }, { engine: 'native' }], HIDE, { PATH: path });
    expect(outcomes.slice(0, 2)).toEqual([{ packets: 2 }, { packets: 2 }]);
    expect(outcomes[2]?.code).toBe('unavailable');
  }, 60_000);
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, tune } from '@audioflow/core';
import { writeAudio } from '@audioflow/io';
import { transcode } from './transcode.js';

const folder = await mkdtemp(join(tmpdir(), 'audioflow-transcode-'));
try {
  const input = join(folder, 'tune.wav');
  await run(tune({ duration: 6, sampleRate: 44_100 }), writeAudio(input));
  const watch = { signal: new AbortController().signal, onProgress: () => {} };
  const cli = { inputs: [input], target: folder, gain: 0, loudness: -16, jobs: 1, json: false };
  for (const extension of ['mp3', 'm4a', 'opus', 'flac']) {
    const output = join(folder, `tune.${extension}`);
    const { seconds, sampleRate, gainDb, loudness } = await transcode(
      { input, output },
      cli,
      watch,
    );
    console.log(
      `${extension}: ${seconds.toFixed(3)} s at ${sampleRate} Hz, ${loudness?.toFixed(1)} LUFS, gain ${gainDb.toFixed(1)} dB`,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}

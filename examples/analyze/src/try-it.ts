import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, tune } from '@audioflow/core';
import { writeAudio } from '@audioflow/io';
import { analyze } from './analyze.js';
import { showTable } from './show-table.js';

const folder = await mkdtemp(join(tmpdir(), 'audioflow-analyze-'));
try {
  const input = join(folder, 'tune.mp3');
  await run(tune({ duration: 20, sampleRate: 44_100 }), writeAudio(input));
  const watch = { signal: new AbortController().signal, onProgress: () => {} };
  const { analysis, pictures } = await analyze(input, { pictures: true }, watch);
  console.log(showTable([analysis]).join('\n'));
  for (const [what, png] of pictures)
    console.log(`${what}: ${png.length > 1000 ? 'drawn' : 'empty'}`);
} finally {
  await rm(folder, { recursive: true });
}

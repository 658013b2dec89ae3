import { bindDemand, checkOptions, type PcmStream } from '@audioflow/core';
import { defer, mergeMap } from 'rxjs';
import type { ReadAudioOptions } from './audio-file.types.js';
import { openAudio } from './open-audio.js';
import { readOptionsSchema } from './option-schemas.js';

/**
 * Reads an audio file as a stream of decoded audio, no faster than downstream takes it.
 *
 * As `openAudio(path)` and its `pcm`: the file is opened on subscription. Frames have `frameLength`
 * samples, the last one what is left; pts counts samples from 0.
 *
 * @throws AudioFlowError `invalid-option` at once; through the stream what {@link openAudio} rejects
 * with, and `aborted`.
 *
 * @example
 * import { mkdtemp, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { run, sine } from '@audioflow/core';
 * import { readAudio, writeAudio } from '@audioflow/io';
 * const folder = await mkdtemp(join(tmpdir(), 'audioflow-'));
 * const path = join(folder, 'tone.wav');
 * await run(sine({ duration: 1, sampleRate: 8000 }), writeAudio(path));
 * const report = await run(readAudio(path, { frameLength: 2000 }), { write: () => {} });
 * console.log(report.items, report.samples); // 4 8000
 * await rm(folder, { recursive: true });
 */
export const readAudio = (path: string, options: ReadAudioOptions = {}): PcmStream => {
  checkOptions('readAudio', readOptionsSchema, { path, ...options });
  return defer(() => openAudio(path, options)).pipe(
    bindDemand(),
    mergeMap(({ pcm }) => pcm),
  );
};

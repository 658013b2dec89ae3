import type { PcmStream } from '@audioflow/core';
import type { ReadAudioOptions } from './audio-file.types.js';
import { checkRead } from './open-source.js';
import type { AudioSource } from './source/audio-source.types.js';
import { whileOpen } from './while-open.js';

/**
 * Reads audio from a file, an address, bytes or a stream of bytes as a stream of decoded audio, no faster
 * than downstream takes it.
 *
 * As `openAudio(source)` and its `pcm`: the source is opened on subscription, and let go of at the end, on
 * error and on unsubscribe. Frames have `frameLength` samples, the last one what is left; pts counts
 * samples from the start of the audio, also where a range begins later. A range that begins behind the end
 * is empty.
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
export const readAudio = (source: AudioSource, options: ReadAudioOptions = {}): PcmStream => {
  const checked = checkRead('readAudio', source, options);
  return whileOpen('readAudio', { source, options: checked }, ({ pcm }) => pcm);
};

import { type AudioFlowError, checkOptions, diagnostics, isAudioFlowError } from '@audioflow/core';
import { catchError, type Observable, takeUntil } from 'rxjs';
import { abortError, abortNotifier } from './abort-error.js';
import type { AudioFile, OpenOptions, ReadAudioOptions } from './audio-file.types.js';
import { fileError, nameFile } from './file-error.js';
import { type FileHead, readHead } from './file-head.js';
import { openElementary } from './open-elementary.js';
import { openNative } from './open-native.js';
import { openWav } from './open-wav.js';
import { readOptionsSchema } from './option-schemas.js';
import { probeContainer } from './probe-container.js';

const warn = ({ message, details }: AudioFlowError): void =>
  diagnostics.warn({ operator: 'readAudio', message, details });

const openByContent = async (head: FileHead, options: OpenOptions): Promise<AudioFile> => {
  const reader = probeContainer(head.bytes, head.path, head.id3 !== undefined);
  if (reader === 'native') return openNative(head, options);
  if (reader !== 'wav') return openElementary(reader, head, options);
  try {
    return await openWav(head, options);
  } catch (error) {
    // ADPCM, MP3 and their like in a wav file.
    if (!isAudioFlowError(error, 'unsupported')) throw error;
    return openNative(head, options).catch(() => {
      throw error;
    });
  }
};

/** Names the path in errors, and ends with the signal. */
const guardOf =
  (path: string, signal: AbortSignal | undefined) =>
  <T>(stream: Observable<T>): Observable<T> => {
    const named = stream.pipe(
      catchError((error: unknown) => {
        throw nameFile(error, path);
      }),
    );
    return signal === undefined ? named : named.pipe(takeUntil(abortNotifier('readAudio', signal)));
  };

/**
 * Opens an audio file: what it is, its samples, its packets, its tags.
 *
 * The kind is found by content first, by extension second. Wav, mp3 and aac (ADTS) are read by
 * audioflow itself; Ogg, FLAC, MP4, WebM, AIFF, CAF and others by FFmpeg's demuxers (node-av). The file
 * is closed again when this resolves: each subscription of `pcm` or `packets` opens it anew, reads no
 * faster than downstream takes, and closes it. Encoder delay and padding are cut where the file tells
 * them.
 *
 * @param path A local file.
 * @throws AudioFlowError `invalid-option`; as a rejection `io` (not there, a directory, no permission),
 * `malformed-data` (empty, or no audio), `unsupported` (a codec that cannot be decoded), `unavailable`
 * (node-av is missing), `aborted`. The message names the path.
 *
 * @example
 * import { mkdtemp, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { run, sine } from '@audioflow/core';
 * import { openAudio, writeAudio } from '@audioflow/io';
 * const folder = await mkdtemp(join(tmpdir(), 'audioflow-'));
 * const path = join(folder, 'tone.mp3');
 * await run(sine({ duration: 1, sampleRate: 44_100 }), writeAudio(path));
 * const { info, pcm } = await openAudio(path);
 * const report = await run(pcm, { write: () => {} });
 * console.log(info.codec, info.totalSamples, report.samples); // mp3 44100 44100
 * await rm(folder, { recursive: true });
 */
export const openAudio = async (
  path: string,
  options: ReadAudioOptions = {},
): Promise<AudioFile> => {
  const checked = checkOptions('openAudio', readOptionsSchema, { path, ...options });
  const { frameLength, signal, onWarning = warn } = checked;
  if (signal?.aborted === true) throw abortError('openAudio', signal);
  try {
    const head = await readHead('openAudio', path);
    const { info, pcm, packets, metadata } = await openByContent(head, { frameLength, onWarning });
    const guard = guardOf(path, signal);
    const streams = packets === undefined ? {} : { packets: guard(packets) };
    return { info, pcm: guard(pcm), ...streams, metadata };
  } catch (cause) {
    throw nameFile(fileError('openAudio', { path, wish: 'a readable audio file' }, cause), path);
  }
};

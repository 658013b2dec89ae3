import { EMPTY } from 'rxjs';
import type { AudioFile, ReadAudioOptions } from './audio-file.types.js';
import { openLifetime } from './open-lifetime.js';
import { checkRead, openSource } from './open-source.js';
import type { AudioSource } from './source/audio-source.types.js';
import { isAddress } from './source/resolve-source.js';
import { whileOpen } from './while-open.js';

/**
 * Opens an audio file, or what comes from elsewhere: what it is, its samples, its packets, its tags.
 *
 * The kind is found by content first, by extension second. Wav, mp3 and aac (ADTS) are read by audioflow
 * itself; Ogg, FLAC, MP4, WebM, AIFF, CAF and others by FFmpeg's demuxers (node-av): files in this
 * process, streams of bytes in a child process, as they come. Nothing stays open for a file, bytes or an
 * address when this resolves: each subscription of `pcm` or `packets` opens it anew, reads no faster than
 * downstream takes, and closes it. A stream of bytes is held until it has been read, or `close` is called.
 * Encoder delay and padding are cut where the file tells them.
 *
 * @param source A path, a URL, bytes, or a stream of bytes.
 * @throws AudioFlowError `invalid-option`; as a rejection `io` (not there, a directory, no permission, no
 * answer), `malformed-data` (empty, or no audio), `unsupported` (a codec that cannot be decoded),
 * `unavailable` (node-av is missing), `limit-exceeded`, `timeout`, `aborted`. The message names the source.
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
  source: AudioSource,
  options: ReadAudioOptions = {},
): Promise<AudioFile> => {
  const checked = checkRead('openAudio', source, options);
  const lifetime = openLifetime(checked.signal);
  const { size: _size, ...opened } = await openSource('openAudio', source, {
    ...checked,
    lifetime: lifetime.signal,
  }).catch((error: unknown) => {
    lifetime.end();
    throw error;
  });
  const close = async (): Promise<void> => {
    lifetime.end();
    await opened.close();
  };
  if (!isAddress(source)) return { ...opened, close };
  await close();
  const anew = { source, options: checked };
  return {
    ...opened,
    pcm: whileOpen('openAudio', anew, ({ pcm }) => pcm),
    ...(opened.packets === undefined
      ? {}
      : { packets: whileOpen('openAudio', anew, ({ packets }) => packets ?? EMPTY) }),
    close,
  };
};

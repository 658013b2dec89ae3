import { AudioFlowError, checkOptions, diagnostics, isAudioFlowError } from '@audioflow/core';
import { catchError, type Observable, takeUntil } from 'rxjs';
import { abortError, abortNotifier } from './abort-error.js';
import type { AudioFile, OpenOptions, ReadAudioOptions } from './audio-file.types.js';
import { fileError, nameFile } from './file-error.js';
import { openElementary } from './open-elementary.js';
import { openLog } from './open-log.js';
import { openNative } from './open-native.js';
import { openWav } from './open-wav.js';
import { readOptionsSchema } from './option-schemas.js';
import { type AudioRange, rangeOf } from './range/audio-range.js';
import { abandonSource } from './source/abandon-source.js';
import type { AudioSource } from './source/audio-source.types.js';
import { checkSource, resolveSource } from './source/resolve-source.js';
import { readHead, type SourceHead } from './source/source-head.js';

const warn = ({ message, details }: AudioFlowError): void =>
  diagnostics.warn({ operator: 'readAudio', message, details });

/** Of the kinds of file with one stream no other can be asked for. */
const expectFirst = ({ name }: SourceHead, stream: number | undefined): void => {
  if (stream === undefined || stream === 0) return;
  throw new AudioFlowError(
    'invalid-option',
    `stream: expected 0, the one stream of ${name}, got ${stream}`,
    { details: { path: name, stream } },
  );
};

const openByContent = async (head: SourceHead, options: OpenOptions): Promise<AudioFile> => {
  const { reader } = head;
  if (reader !== 'native') expectFirst(head, options.stream);
  if (reader === 'mp3' || reader === 'aac') return openElementary(reader, head, options);
  if (reader === 'log') return openLog(head, options);
  if (reader !== 'wav') return openNative(head, options);
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

/** Checked options of `openAudio` and `readAudio`. */
export interface CheckedRead extends Omit<OpenOptions, 'signal'> {
  readonly signal: AbortSignal | undefined;
}

/**
 * Checks a source and the options to read it with.
 *
 * @throws AudioFlowError `invalid-option`.
 */
export const checkRead = (
  owner: string,
  source: AudioSource,
  options: ReadAudioOptions,
): CheckedRead => {
  checkSource(owner, source);
  const checked = checkOptions(owner, readOptionsSchema, options);
  const { frameLength, stream, onFormatChange, spool, spoolLimitBytes, limits, signal } = checked;
  const range: AudioRange | undefined = rangeOf(owner, checked);
  const onWarning = checked.onWarning ?? warn;
  const common = { frameLength, stream, onFormatChange, spool, spoolLimitBytes, limits };
  return { ...common, range, onWarning, signal };
};

/** Names the source in errors, and ends with the signal. */
const guardOf =
  (name: string, signal: AbortSignal | undefined) =>
  <T>(stream: Observable<T>): Observable<T> => {
    const named = stream.pipe(
      catchError((error: unknown) => {
        throw nameFile(error, name);
      }),
    );
    return signal === undefined ? named : named.pipe(takeUntil(abortNotifier('readAudio', signal)));
  };

const isAborted = (signal: AbortSignal | undefined): signal is AbortSignal =>
  signal?.aborted === true;

/** Nothing more is opened for somebody who has left. */
const expectWanted = (owner: string, lifetime: AbortSignal): void => {
  if (lifetime.aborted) throw abortError(owner, lifetime);
};

/** An opened source, and its size where that is known. */
export interface OpenedSource extends AudioFile {
  readonly size?: number;
}

/** Opens a source with checked options; `lifetime` ends all that it holds. */
export const openSource = async (
  owner: string,
  source: AudioSource,
  options: CheckedRead & { readonly lifetime: AbortSignal },
): Promise<OpenedSource> => {
  const { lifetime, signal } = options;
  if (isAborted(signal)) {
    abandonSource(source);
    throw abortError(owner, signal);
  }
  let name = typeof source === 'string' ? source : 'the given source';
  try {
    const resolved = await resolveSource(owner, source);
    ({ name } = resolved);
    if (lifetime.aborted) abandonSource(source);
    expectWanted(owner, lifetime);
    const head = await readHead(resolved, lifetime);
    expectWanted(owner, lifetime);
    const opened = await openByContent(head, { ...options, signal: lifetime }).catch(
      async (error: unknown) => {
        await head.close();
        throw error;
      },
    );
    const guard = guardOf(name, signal);
    const { pcm, packets, ...told } = opened;
    return {
      ...told,
      pcm: guard(pcm),
      ...(packets === undefined ? {} : { packets: guard(packets) }),
      ...(head.size === undefined ? {} : { size: head.size }),
    };
  } catch (cause) {
    if (isAborted(signal)) throw abortError(owner, signal);
    throw nameFile(fileError(owner, { path: name, wish: 'a readable audio file' }, cause), name);
  }
};

import { closeSync, fstatSync, openSync } from 'node:fs';
import type { NativeLibrary } from '@audioflow/codecs/engine';
import { AudioFlowError } from '@audioflow/core';
import type { OggLink } from '../ogg/index.js';
import type { AttachedPicture } from '../stream-info.types.js';
import { nativePictures } from './native-pictures.js';

type FormatContext = InstanceType<NativeLibrary['av']['FormatContext']>;
type NativeStream = FormatContext['streams'][number];

/** A local file. */
export interface NativeFile {
  readonly path: string;
  /** Its name in errors. Default: the path. */
  readonly shownAs?: string;
  /** The part of it that is a file of its own. Default: all. */
  readonly part?: OggLink;
}

/** A pipe of this process, which is read by blocking reads. */
export interface NativePipe {
  readonly fd: number;
}

/** Where FFmpeg reads. */
export type NativePlace = NativeFile | NativePipe;

const isPipe = (place: NativePlace): place is NativePipe => 'fd' in place;

/** A file that is open, or the part of it that counts. */
export interface OpenFile {
  readonly fd: number;
  /** Where the part begins. */
  readonly start: number;
  /** Bytes of the part. */
  readonly size: number;
}

/** What FFmpeg has opened, and the stream of it that is read. */
export interface NativeInput {
  readonly context: FormatContext;
  /** The streams with sound, in the order of the container. */
  readonly audio: readonly NativeStream[];
  /** The one of them that is read. */
  readonly stream: NativeStream;
  readonly pictures: readonly AttachedPicture[];
  /** For what FFmpeg does not tell: it reads the file on its own. */
  readonly file: OpenFile | undefined;
  /** Frees everything; to be called exactly once, and nothing after it. */
  close(): void;
}

/** Containers with sound; none of those that open other files or addresses by what they contain. */
const CONTAINERS =
  'ogg,flac,mov,mp4,m4a,matroska,webm,caf,aiff,au,w64,wav,wv,tta,ape,asf,mp3,aac,amr,ac3,eac3,dts,mpc,mpc8,tak,voc,truehd,mlp,avi,flv,mpegts,mpeg';

/** Those whose headers tell all: of a live stream FFmpeg would take a second or more to look further. */
const COMPLETE: ReadonlySet<string> = new Set(['aiff', 'au', 'w64', 'caf']);

const malformed = (text: string, path: string, status?: number): AudioFlowError =>
  new AudioFlowError('malformed-data', `expected an audio file, got ${text}: ${path}`, {
    details: { path, ...(status === undefined ? {} : { status }) },
  });

/** The stream that is asked for, or the one that FFmpeg takes for the best. */
const chooseStream = (
  best: NativeStream | undefined,
  audio: readonly NativeStream[],
  { path, wanted }: { readonly path: string; readonly wanted: number | undefined },
): NativeStream => {
  const stream = wanted === undefined ? best : audio[wanted];
  if (stream !== undefined) return stream;
  if (wanted === undefined || audio.length === 0) throw malformed('one without sound', path);
  throw new AudioFlowError(
    'invalid-option',
    `stream: expected 0 to ${audio.length - 1}, as many streams with sound has ${path}, got ${wanted}`,
    { details: { path, stream: wanted } },
  );
};

/** With its protocol a name is taken as it is: nothing in it is a pattern, an option or an escape. */
const urlOf = (place: NativePlace): string => {
  if (isPipe(place)) return `pipe:${place.fd}`;
  const { path, part } = place;
  const file = `file:${path}`;
  return part === undefined ? file : `subfile,,start,${part.start},end,${part.end},,:${file}`;
};

/**
 * Synchronous calls only: a promise would hold a thread of libuv's pool. FFmpeg reads by itself: node-av
 * does not free the buffer of an IOContext.
 */
const openContext = (
  library: NativeLibrary,
  place: NativePlace,
  wanted: number | undefined,
): Pick<NativeInput, 'context' | 'audio' | 'stream' | 'pictures'> => {
  const { av, constants } = library;
  const context = new av.FormatContext();
  const path = isPipe(place) ? 'the stream' : (place.shownAs ?? place.path);
  // openInputSync takes a copy of the dictionary (open2 does not: it would be freed twice).
  const options = av.Dictionary.fromObject({
    format_whitelist: CONTAINERS,
    protocol_whitelist: isPipe(place) ? 'pipe' : 'file,subfile',
    probesize: '1048576',
    analyzeduration: '1000000',
  });
  let opened = false;
  try {
    const status = context.openInputSync(urlOf(place), null, options);
    if (status < 0) {
      const reason = new av.FFmpegError(status).message;
      throw malformed(`one that FFmpeg cannot open (${reason})`, path, status);
    }
    opened = true;
    const complete = isPipe(place) && COMPLETE.has(context.iformat?.name ?? '');
    if (!complete) context.findStreamInfoSync(null);
    const { streams } = context;
    const audio = streams.filter(
      ({ codecpar }) => codecpar.codecType === constants.AVMEDIA_TYPE_AUDIO,
    );
    const best = streams[context.findBestStream(constants.AVMEDIA_TYPE_AUDIO, -1, -1)];
    const stream = chooseStream(best, audio, { path, wanted });
    const pictures = nativePictures(library, context);
    for (const other of streams) {
      if (other.index !== stream.index) other.discard = constants.AVDISCARD_ALL;
    }
    return { context, audio, stream, pictures };
  } catch (error) {
    // A failed open frees the context by itself.
    if (opened) context.closeInputSync();
    throw error;
  } finally {
    options.free();
  }
};

/**
 * Opens a file, or what comes through a pipe, with FFmpeg's demuxers.
 *
 * @param wanted Which of the streams with sound; default the one that FFmpeg takes for the best.
 * @throws AudioFlowError `malformed-data` naming the path, `invalid-option` for a stream that is not
 * there; errors of the file system as they are.
 */
export const openNativeInput = (
  library: NativeLibrary,
  place: NativePlace,
  wanted?: number,
): NativeInput => {
  if (isPipe(place)) {
    const opened = openContext(library, place, wanted);
    return { ...opened, file: undefined, close: () => opened.context.closeInputSync() };
  }
  const fd = openSync(place.path, 'r');
  try {
    const { start, end } = place.part ?? { start: 0, end: fstatSync(fd).size };
    const opened = openContext(library, place, wanted);
    const close = (): void => {
      opened.context.closeInputSync();
      closeSync(fd);
    };
    return { ...opened, file: { fd, start, size: end - start }, close };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
};

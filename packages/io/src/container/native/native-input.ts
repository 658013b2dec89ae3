import { closeSync, fstatSync, openSync } from 'node:fs';
import type { NativeLibrary } from '@audioflow/codecs/engine';
import { AudioFlowError } from '@audioflow/core';

type FormatContext = InstanceType<NativeLibrary['av']['FormatContext']>;
type NativeStream = FormatContext['streams'][number];

/** A file that FFmpeg has opened, and the stream of it that is read. */
export interface NativeInput {
  readonly context: FormatContext;
  readonly stream: NativeStream;
  /** For what FFmpeg does not tell: it reads the file on its own. */
  readonly fd: number;
  readonly size: number;
  /** Frees everything; to be called exactly once, and nothing after it. */
  close(): void;
}

/** Containers with sound; none of those that open other files or addresses by what they contain. */
const CONTAINERS =
  'ogg,flac,mov,mp4,m4a,matroska,webm,caf,aiff,au,w64,wav,wv,tta,ape,asf,mp3,amr,ac3,eac3,dts,mpc,mpc8,tak,voc,avi,mpegts,mpeg';

/**
 * Synchronous calls only: a promise would hold a thread of libuv's pool. FFmpeg opens the file itself:
 * node-av does not free the buffer of an IOContext.
 */
const openContext = (
  library: NativeLibrary,
  path: string,
): { readonly context: FormatContext; readonly stream: NativeStream } => {
  const { av, constants } = library;
  const context = new av.FormatContext();
  // openInputSync takes a copy of the dictionary (open2 does not: it would be freed twice).
  const options = av.Dictionary.fromObject({
    format_whitelist: CONTAINERS,
    protocol_whitelist: 'file',
    probesize: '1048576',
    analyzeduration: '1000000',
  });
  let opened = false;
  try {
    // With its protocol a name is taken as it is: nothing in it is a pattern, an option or an escape.
    const status = context.openInputSync(`file:${path}`, null, options);
    if (status < 0) {
      throw new AudioFlowError(
        'malformed-data',
        `expected an audio file, got one that FFmpeg cannot open: ${path}: ${new av.FFmpegError(status).message}`,
        { details: { path, status } },
      );
    }
    opened = true;
    context.findStreamInfoSync(null);
    const best = context.findBestStream(constants.AVMEDIA_TYPE_AUDIO, -1, -1);
    const stream = best < 0 ? undefined : context.streams[best];
    if (stream === undefined) {
      throw new AudioFlowError(
        'malformed-data',
        `expected a file with sound, got none in ${path}`,
        {
          details: { path },
        },
      );
    }
    for (const other of context.streams) {
      if (other.index !== stream.index) other.discard = constants.AVDISCARD_ALL;
    }
    return { context, stream };
  } catch (error) {
    // A failed open frees the context by itself.
    if (opened) context.closeInputSync();
    throw error;
  } finally {
    options.free();
  }
};

/**
 * Opens a file with FFmpeg's demuxers.
 *
 * @throws AudioFlowError `malformed-data` naming the path; errors of the file system as they are.
 */
export const openNativeInput = (library: NativeLibrary, path: string): NativeInput => {
  const fd = openSync(path, 'r');
  try {
    const { size } = fstatSync(fd);
    const opened = openContext(library, path);
    const close = (): void => {
      opened.context.closeInputSync();
      closeSync(fd);
    };
    return { ...opened, fd, size, close };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
};

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { NativeLibrary } from '@audioflow/codecs/engine';
import { AudioFlowError } from '@audioflow/core';

type FormatContext = InstanceType<NativeLibrary['av']['FormatContext']>;
type NativeStream = FormatContext['streams'][number];

/** A file that FFmpeg has opened, and the stream of it that is read. */
export interface NativeInput {
  readonly context: FormatContext;
  readonly stream: NativeStream;
  readonly fd: number;
  readonly size: number;
  /** Frees everything; to be called exactly once, and nothing after it. */
  close(): void;
}

/** Containers with sound; none of those that open other files or addresses by what they contain. */
const CONTAINERS =
  'ogg,flac,mov,mp4,m4a,matroska,webm,caf,aiff,au,w64,wav,wv,tta,ape,asf,mp3,amr,ac3,eac3,dts,mpc,mpc8,tak,voc,avi,mpegts,mpeg';

const IO_BUFFER_BYTES = 65_536;

/** Reading by callbacks: FFmpeg gets bytes of this one file, and no address that it could follow. */
const openIo = ({ av, constants }: NativeLibrary, fd: number, size: number) => {
  const io = new av.IOContext();
  let position = 0;
  const read = (wanted: number): Buffer | number => {
    const bytes = Buffer.allocUnsafe(wanted);
    const got = readSync(fd, bytes, 0, wanted, position);
    position += got;
    return got === 0 ? constants.AVERROR_EOF : bytes.subarray(0, got);
  };
  const seek = (offset: bigint, whence: number): bigint => {
    if (whence === constants.AVSEEK_SIZE) return BigInt(size);
    const from = [0, position, size][whence] ?? 0;
    position = Math.max(0, from + Number(offset));
    return BigInt(position);
  };
  io.allocContextWithCallbacks(IO_BUFFER_BYTES, 0, read, null, seek);
  return io;
};

/** Synchronous calls only: a promise in a callback would hold a thread of libuv's pool. */
const openContext = (
  library: NativeLibrary,
  path: string,
  io: ReturnType<typeof openIo>,
): { readonly context: FormatContext; readonly stream: NativeStream } => {
  const { av, constants } = library;
  const context = new av.FormatContext();
  context.allocContext();
  context.pb = io;
  const options = av.Dictionary.fromObject({
    format_whitelist: CONTAINERS,
    protocol_whitelist: 'none',
    probesize: '1048576',
    analyzeduration: '1000000',
  });
  let opened = false;
  try {
    const status = context.openInputSync('', null, options);
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
  let io: ReturnType<typeof openIo> | undefined;
  try {
    const { size } = fstatSync(fd);
    const context = openIo(library, fd, size);
    io = context;
    const opened = openContext(library, path, context);
    const close = (): void => {
      opened.context.closeInputSync();
      context.freeContext();
      closeSync(fd);
    };
    return { ...opened, fd, size, close };
  } catch (error) {
    io?.freeContext();
    closeSync(fd);
    throw error;
  }
};

import type { NativeLibrary } from '@audioflow/codecs/engine';

type IOContext = InstanceType<NativeLibrary['av']['IOContext']>;

/** Bytes that a muxer puts out, and where they belong: behind the last ones, or over earlier ones. */
export interface MuxWrite {
  readonly position: number;
  readonly bytes: Uint8Array;
}

/** The output of one muxer: FFmpeg writes into it, the caller takes what it wrote. */
export interface MuxIo {
  readonly context: IOContext;
  /** What has been written since the last call. */
  take(): readonly MuxWrite[];
  /** Frees the context, when its muxer has been freed. Exactly once. */
  release(): void;
}

/**
 * node-av does not free the buffer of a context with its context, and a context that is kept for the next
 * file keeps the process from ending. So the buffer is small; larger pieces pass it by (`direct`).
 */
const BUFFER_BYTES = 64;
/** FFmpeg asks for the size with this instead of a place to go to. */
const AVSEEK_SIZE = 0x1_0000;

/** Opens an output that can go back to earlier bytes, or one that cannot. */
export const openMuxIo = ({ av }: NativeLibrary, seekable: boolean): MuxIo => {
  const context = new av.IOContext();
  let position = 0;
  let writes: MuxWrite[] = [];
  // Nothing may be thrown into FFmpeg from here: both only take notes. The bytes are a copy made for this call.
  const write = (bytes: Buffer): number => {
    writes.push({ position, bytes });
    position += bytes.length;
    return bytes.length;
  };
  const seek = (offset: bigint, whence: number): bigint => {
    if ((whence & AVSEEK_SIZE) !== 0) return -1n;
    position = Number(offset);
    return offset;
  };
  context.allocContextWithCallbacks(BUFFER_BYTES, 1, null, write, seekable ? seek : null);
  context.direct = 1;
  return {
    context,
    take: () => {
      const taken = writes;
      writes = [];
      return taken;
    },
    release: () => context.freeContext(),
  };
};

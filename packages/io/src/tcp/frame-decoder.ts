import { AudioFlowError } from '@audioflow/core';

/** Cuts a byte stream into the frames of the ingest protocol. */
export interface FrameDecoder {
  /**
   * Takes bytes, cut anywhere; calls `onFrame` with each whole payload, an empty one for the frame
   * of length 0. A payload may be a view of `bytes`.
   */
  push(bytes: Uint8Array, onFrame: (payload: Uint8Array) => void): void;
  /** Bytes of a frame whose rest has not come, its length field included. */
  readonly partialBytes: number;
}

const LENGTH_BYTES = 4;

const FIRST_BUFFER_BYTES = 4096;

/**
 * Makes a decoder that holds what has come of one frame and no more: a stated length reserves nothing.
 *
 * @throws AudioFlowError from `push`: `limit-exceeded` on a frame longer than `maxFrameBytes`.
 */
export const createFrameDecoder = (maxFrameBytes: number): FrameDecoder => {
  const head = new Uint8Array(LENGTH_BYTES);
  let headBytes = 0;
  let held = new Uint8Array(0);
  let filled = 0;
  let length = 0;

  const readLength = (): void => {
    length = new DataView(head.buffer).getUint32(0);
    if (length <= maxFrameBytes) return;
    throw new AudioFlowError(
      'limit-exceeded',
      `ingest: expected frames of at most ${maxFrameBytes} bytes, got one of ${length}`,
      { details: { maxFrameBytes, length } },
    );
  };

  /** Keeps a part of a payload; the buffer grows with what has come. */
  const keep = (part: Uint8Array): void => {
    const needed = filled + part.length;
    if (needed > held.length) {
      const size = Math.min(length, Math.max(FIRST_BUFFER_BYTES, 2 * held.length, needed));
      const larger = new Uint8Array(size);
      larger.set(held.subarray(0, filled));
      held = larger;
    }
    held.set(part, filled);
    filled = needed;
  };

  const takeBody = (bytes: Uint8Array, from: number, onFrame: (p: Uint8Array) => void): number => {
    const part = bytes.subarray(from, from + length - filled);
    const whole = part.length === length ? part : undefined;
    if (whole === undefined) keep(part);
    if (whole === undefined && filled < length) return part.length;
    const payload = whole ?? held.subarray(0, length);
    held = new Uint8Array(0);
    filled = 0;
    headBytes = 0;
    onFrame(payload);
    return part.length;
  };

  return {
    get partialBytes() {
      return headBytes + filled;
    },
    push(bytes, onFrame) {
      let at = 0;
      while (at < bytes.length) {
        if (headBytes < LENGTH_BYTES) {
          head[headBytes++] = bytes[at++] ?? 0;
          if (headBytes < LENGTH_BYTES) continue;
          readLength();
          if (length > 0) continue;
        }
        at += takeBody(bytes, at, onFrame);
      }
    },
  };
};

import { AudioFlowError } from '@audioflow/core';

/** A body, and whether all of it has been read. */
export interface LimitedBody {
  readonly stream: ReadableStream<Uint8Array>;
  readonly isComplete: boolean;
}

/** Passes bytes on until there are more than `maxBytes`: then it fails with `limit-exceeded`. */
export const readLimited = (body: ReadableStream<Uint8Array>, maxBytes: number): LimitedBody => {
  let count = 0;
  let isComplete = false;
  const stream = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller): void => {
        count += chunk.byteLength;
        if (count > maxBytes) throw tooLarge(maxBytes);
        controller.enqueue(chunk);
      },
      flush: (): void => {
        isComplete = true;
      },
    }),
  );
  return {
    stream,
    get isComplete() {
      return isComplete;
    },
  };
};

/** What is wrong with a body that is too large. */
export const tooLarge = (maxBytes: number): AudioFlowError =>
  new AudioFlowError(
    'limit-exceeded',
    `feature service: expected at most ${maxBytes} bytes of audio: send less, or raise maxBytes`,
  );

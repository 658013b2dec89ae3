import { AudioFlowError } from '@audioflow/core';

/** Passes bytes on until there are more than `maxBytes`: then it fails with `limit-exceeded`. */
export const readLimited = (
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
): ReadableStream<Uint8Array> => {
  let count = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller): void => {
        count += chunk.byteLength;
        if (count > maxBytes) throw tooLarge(maxBytes);
        controller.enqueue(chunk);
      },
    }),
  );
};

/** What is wrong with a body that is too large. */
export const tooLarge = (maxBytes: number): AudioFlowError =>
  new AudioFlowError(
    'limit-exceeded',
    `feature service: expected at most ${maxBytes} bytes of audio: send less, or raise maxBytes`,
  );

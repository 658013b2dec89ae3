/**
 * A body that is made piece by piece, as it is read. `onEnd` is called once: when all has been read, nobody wants the rest, making a piece
 * has failed, or `signal` has aborted it, with whose reason it then fails.
 */
export const streamPieces = (
  pieces: Iterator<Uint8Array<ArrayBuffer>>,
  { signal, onEnd }: { readonly signal: AbortSignal; readonly onEnd: () => void },
): ReadableStream<Uint8Array<ArrayBuffer>> => {
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    onEnd();
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      start: (controller) => {
        const abort = (): void => {
          if (isOver) return;
          end();
          controller.error(signal.reason);
        };
        if (signal.aborted) abort();
        else signal.addEventListener('abort', abort, { once: true });
      },
      pull: (controller) => {
        const { done, value } = pieces.next();
        if (done !== true) {
          controller.enqueue(value);
          return;
        }
        end();
        controller.close();
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
};

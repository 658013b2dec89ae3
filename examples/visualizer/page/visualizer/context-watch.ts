/** A context that is not given back within this is given up; a graphics process that has died is there again in less. */
const WAIT_MS = 2000;
/** Lost more often than this within a minute, it is of no use. */
const MOST_LOSSES = 3;
const MINUTE_MS = 60_000;

/** What is done about a WebGL context that is lost. */
export interface LostContext {
  /** It has been given back, empty: make everything anew. What this throws is the reason to give up. */
  restore(): void;
  /** It is not coming back. Called once. */
  giveUp(reason: string): void;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Watches the WebGL context of a canvas; answers what ends the watching. */
export const watchContext = (
  canvas: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>,
  on: LostContext,
): (() => void) => {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let losses: number[] = [];
  const end = (): void => {
    clearTimeout(waiting);
    canvas.removeEventListener('webglcontextlost', lost);
    canvas.removeEventListener('webglcontextrestored', restored);
  };
  const giveUp = (reason: string): void => {
    end();
    on.giveUp(reason);
  };
  const lost = (event: Event): void => {
    // The browser gives it back only to who prevents the default.
    event.preventDefault();
    const now = performance.now();
    losses = [...losses.filter((at) => now - at < MINUTE_MS), now];
    if (losses.length > MOST_LOSSES) {
      giveUp('the WebGL context is lost again and again');
      return;
    }
    clearTimeout(waiting);
    waiting = setTimeout(
      () => giveUp('the WebGL context is lost, and has not been given back'),
      WAIT_MS,
    );
  };
  const restored = (): void => {
    clearTimeout(waiting);
    try {
      on.restore();
    } catch (error) {
      giveUp(messageOf(error));
    }
  };
  canvas.addEventListener('webglcontextlost', lost);
  canvas.addEventListener('webglcontextrestored', restored);
  return end;
};

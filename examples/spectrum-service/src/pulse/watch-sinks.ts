import { setTimeout as sleep } from 'node:timers/promises';
import { retryDelay } from '../engine/retry-delay.js';
import { subscribe } from './subscribe.js';

/** A server that has gone, or never was, is looked for after so long, then more and more rarely. */
const RETRY_MS = 2000;
const MOST_RETRY_MS = 60_000;
/** `pactl subscribe` does not say from when on it hears: by then it does. */
const DEAF_MS = 500;
/** A sink that comes or goes, and another default. Of a sink itself only its volume changes. */
const CHANGE = /'(?:new|remove)' on sink #|'change' on server/;

/** Tells when there may be other sinks than before, until the signal aborts: also when a server comes or goes. */
export const watchSinks = async (
  onChange: () => void,
  { env, signal }: { readonly env: NodeJS.ProcessEnv; readonly signal: AbortSignal },
): Promise<void> => {
  const onEvent = (line: string): void => {
    if (CHANGE.test(line)) onChange();
  };
  let failures = 0;
  while (!signal.aborted) {
    failures += 1;
    const heard = setTimeout(() => {
      failures = 0;
      // What came or went while it was deaf.
      onChange();
    }, DEAF_MS);
    await subscribe({ env, signal, onEvent });
    clearTimeout(heard);
    if (signal.aborted) return;
    // The server was there, and has gone.
    if (failures === 0) onChange();
    const delay = retryDelay(Math.max(1, failures), RETRY_MS, MOST_RETRY_MS);
    await sleep(delay, undefined, { signal }).catch(() => undefined);
  }
};

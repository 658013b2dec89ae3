import { setTimeout as sleep } from 'node:timers/promises';
import { subscribe } from './subscribe.js';

/** A server that has gone, or never was, is looked for so often. */
const RETRY_MS = 5000;
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
  while (!signal.aborted) {
    const missed = setTimeout(onChange, DEAF_MS);
    await subscribe({ env, signal, onEvent });
    clearTimeout(missed);
    if (signal.aborted) return;
    // It has lost the server, or found none: what was there may be gone, and something else be there next time.
    onChange();
    await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
  }
};

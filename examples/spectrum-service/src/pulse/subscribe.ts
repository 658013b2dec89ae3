import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** Whose events are told, and until when. */
export interface Subscribe {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** One line of `pactl subscribe`, such as "Event 'new' on sink #3"; those that follow wait for it. */
  onEvent(line: string): unknown;
}

/** Tells what changes in a sound server. Resolves when the watching has ended: by the signal, or as there is no server (any more). */
export const subscribe = async ({ env, signal, onEvent }: Subscribe): Promise<void> => {
  const child = spawn('pactl', ['subscribe'], {
    env: { ...env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = once(child, 'close').catch(() => undefined);
  const kill = (): void => void child.kill();
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  for await (const line of createInterface({ input: child.stdout })) {
    if (!signal.aborted) await onEvent(line);
  }
  await gone;
  signal.removeEventListener('abort', kill);
};

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { runPactl } from './run-pactl.js';

/** What is watched, and until when. */
export interface WatchSource {
  /** The server's name of it. */
  readonly source: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  onGone(): void;
}

/**
 * Tells when a source is no more: the server moves who records it to another one without a word. Resolves when the watching has ended.
 */
export const watchSource = async ({ source, env, signal, onGone }: WatchSource): Promise<void> => {
  const child = spawn('pactl', ['subscribe'], {
    env: { ...env, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = once(child, 'close').catch(() => undefined);
  const kill = (): void => void child.kill();
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  const look = async (): Promise<void> => {
    const sources = await runPactl(['list', 'short', 'sources'], { env, signal }).catch(() => '');
    const names = sources.split('\n').map((line) => line.split('\t')[1]);
    if (!signal.aborted && !names.includes(source)) onGone();
  };
  for await (const line of createInterface({ input: child.stdout })) {
    if (/'remove' on (?:sink|source) /.test(line)) await look();
  }
  await gone;
  signal.removeEventListener('abort', kill);
};

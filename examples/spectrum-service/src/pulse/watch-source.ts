import { runPactl } from './run-pactl.js';
import { subscribe } from './subscribe.js';

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
export const watchSource = ({ source, env, signal, onGone }: WatchSource): Promise<void> => {
  const look = async (): Promise<void> => {
    const sources = await runPactl(['list', 'short', 'sources'], { env, signal }).catch(() => '');
    const names = sources.split('\n').map((line) => line.split('\t')[1]);
    if (!signal.aborted && !names.includes(source)) onGone();
  };
  const onEvent = async (line: string): Promise<void> => {
    if (/'remove' on (?:sink|source) /.test(line)) await look();
  };
  return subscribe({ env, signal, onEvent });
};

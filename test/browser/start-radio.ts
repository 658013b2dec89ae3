import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../examples/radio/src/cli.ts', import.meta.url));
const HIDE = new URL('../../packages/codecs/src/fixtures/hide-node-av.mjs', import.meta.url).href;
const TSX = import.meta.resolve('tsx');

/** A radio process, started as a user starts it. */
export interface Radio {
  /** Resolves once a line of its output matches; rejects when the process has ended before. */
  saw(pattern: RegExp): Promise<RegExpMatchArray>;
  /** All that it has said so far. */
  output(): string;
  /** Ends it, by SIGTERM or as named, and resolves to its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
  readonly exited: Promise<number | null>;
}

/** Starts the radio's command line from source. */
export const startRadio = (...args: readonly string[]): Radio => start([], {}, args);

/** As `startRadio`, on a machine that has neither node-av nor any ffmpeg. */
export const startRadioWithoutEngines = (...args: readonly string[]): Radio =>
  start([`--import=${HIDE}`], { PATH: '', FFMPEG_PATH: '' }, args);

const start = (
  nodeArgs: readonly string[],
  env: NodeJS.ProcessEnv,
  args: readonly string[],
): Radio => {
  const child = spawn(
    process.execPath,
    ['--conditions=@audioflow/source', `--import=${TSX}`, ...nodeArgs, CLI, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '', ...env } },
  );
  let text = '';
  const watchers = new Set<() => void>();
  const take = (part: Buffer): void => {
    text += part.toString();
    for (const watcher of [...watchers]) watcher();
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const exited = once(child, 'close').then(() => child.exitCode);

  return {
    saw: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = text.match(pattern);
          if (match === null) return;
          watchers.delete(look);
          resolve(match);
        };
        watchers.add(look);
        look();
        void exited.then(() => reject(new Error(`the radio ended before ${pattern}:\n${text}`)));
      }),
    output: () => text,
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return exited;
    },
    exited,
  };
};

/** The address that a starting radio prints. */
export const addressOf = async (radio: Radio): Promise<string> =>
  (await radio.saw(/Listen at (http\S+)/))[1] ?? '';

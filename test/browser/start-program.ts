import { spawn } from 'node:child_process';
import { once } from 'node:events';

const TSX = import.meta.resolve('tsx');

/** A process of an example, started as a user starts it. */
export interface Program {
  /** Resolves once a line of its output matches; rejects when the process has ended before. */
  saw(pattern: RegExp): Promise<RegExpMatchArray>;
  /** All that it has said so far. */
  output(): string;
  /** Ends it, by SIGTERM or as named, and resolves to its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
  readonly exited: Promise<number | null>;
}

/** How a program is started. */
export interface ProgramStart {
  /** Its TypeScript file. */
  readonly file: string;
  readonly nodeArgs?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts a program from source. */
export const startProgram = (
  { file, nodeArgs = [], env = {} }: ProgramStart,
  args: readonly string[],
): Program => {
  const child = spawn(
    process.execPath,
    ['--conditions=@audioflow/source', `--import=${TSX}`, ...nodeArgs, file, ...args],
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
        void exited.then(() => reject(new Error(`it ended before ${pattern}:\n${text}`)));
      }),
    output: () => text,
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return exited;
    },
    exited,
  };
};

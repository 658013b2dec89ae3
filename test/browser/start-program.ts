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
  /** As `exited`, with what it said, each stream for itself. */
  readonly ended: Promise<Ending>;
  /** 0 where it could not be started. */
  readonly pid: number;
}

/** How a process has ended. */
export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
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
  const said = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (part: string) => {
      text += part;
      said[name] += part;
      for (const watcher of [...watchers]) watcher();
    });
  }
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
    ended: exited.then((code) => ({ code, ...said })),
    pid: child.pid ?? 0,
  };
};

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** A child process that is asked by lines and answers by lines. */
export interface Child {
  readonly pid: number;
  /** Writes a line to it. */
  ask(line: string): void;
  /** The next line that it prints. */
  line(): Promise<string>;
  /** Kills it, and waits until it is gone. */
  end(): Promise<void>;
}

/** Starts a program. */
export const startChild = (
  file: string,
  args: readonly string[],
  stderr: 'inherit' | 'ignore' = 'inherit',
): Child => {
  const child = spawn(file, args, {
    stdio: ['pipe', 'pipe', stderr],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid ?? 0,
    ask: (line) => void child.stdin.write(`${line}\n`),
    line: async () => {
      const late = sleep(120_000, undefined, { ref: false });
      const next = await Promise.race([lines.next(), late]);
      if (next === undefined || next.done) {
        throw new Error(`${file} ${args[0]}: ended, or silent for 120 s`);
      }
      return String(next.value);
    },
    end: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
};

import type { ChildProcess } from 'node:child_process';

const running = new Set<ChildProcess>();

const endAll = (): void => {
  for (const child of running) child.kill('SIGKILL');
};

/** Ends a child at the latest when this program exits, one that hangs included. */
export const endWithProgram = (child: ChildProcess): void => {
  if (running.size === 0) process.on('exit', endAll);
  running.add(child);
  child.once('close', () => {
    running.delete(child);
    if (running.size === 0) process.off('exit', endAll);
  });
};

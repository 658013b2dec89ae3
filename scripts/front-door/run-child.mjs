import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { rootDir } from './root-dir.mjs';

/** Time for a child to end by itself before it is told to. */
const graceMs = 1000;

/**
 * Ends the child when we are to end. A signal to the whole process group (Ctrl-C, `timeout`) has reached
 * the child as well, and a second one may mean "at once" to it: so it is handed on only if the child
 * is still there a moment later. The shell that npm starts hands nothing on: when it is gone, so are we.
 */
const endTogether = (child) => {
  let timer;
  const end = (signal) => {
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    timer ??= setTimeout(() => child.kill(signal), graceMs);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, end);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) end('SIGTERM');
  }, 500);
  child.once('close', () => {
    clearTimeout(timer);
    clearInterval(watch);
    for (const signal of signals) process.off(signal, end);
  });
};

/**
 * Runs `node` with the given arguments and resolves to the exit code and, when captured, all
 * output. A child that a signal ended counts as 128 + the signal's number, as in a shell.
 */
export const runNode = (args, { capture = false, cwd = rootDir, env = {} } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', ...env },
      stdio: capture ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    endTogether(child);
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const exit = code ?? 128 + (constants.signals[signal] ?? 0);
      resolve({ code: exit, output: Buffer.concat(output).toString() });
    });
  });

import { endWithProgram } from '../child/end-with-program.js';
import { letGo } from '../child/let-go.js';
import { nodeModules } from '../child/node-modules.js';
import { createTextTail } from '../child/text-tail.js';
import { forkEnvironment } from './fork-environment.js';
import type { FromChild, ToChild } from './fork-messages.js';
import { findForkProgram } from './fork-program.js';

/** Who is told what a child says. */
export interface ForkListener {
  message(message: FromChild): void;
  /** The process is gone; the reason in words, and whether its JavaScript heap was full. */
  gone(reason: string, heapFull: boolean): void;
}

/** A forked process that runs the native engine for one session after another. */
export interface Fork {
  readonly pid: number | undefined;
  readonly alive: boolean;
  listener: ForkListener | undefined;
  send(message: ToChild): void;
  /** Whether the process keeps this program running: only while something is asked of it. */
  hold(busy: boolean): void;
  /** Ends it at once; resolved when it is gone. */
  kill(): Promise<void>;
}

/** A full heap is told before a stack of native calls. */
const STDERR_BYTES = 8192;
const SAID_CHARACTERS = 500;
const HEAP_FULL = 'heap out of memory';

const isFromChild = (value: unknown): value is FromChild =>
  typeof value === 'object' && value !== null && 'type' in value;

/**
 * Forks a process; its JavaScript heap takes at most half of `memoryMb`.
 *
 * @throws AudioFlowError `unavailable` where the child's program is not there.
 */
export const startFork = (memoryMb: number): Fork => {
  const program = findForkProgram();
  const child = nodeModules.childProcess.fork(program.path, [], {
    execArgv: [...program.execArgv, `--max-old-space-size=${Math.max(16, memoryMb >> 1)}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: forkEnvironment(),
    // A group of its own: what a terminal sends at Ctrl-C must not cut the streams short.
    detached: process.platform !== 'win32',
  });
  endWithProgram(child);
  const tail = createTextTail(STDERR_BYTES);
  let gone = false;
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const fork: Fork = {
    get pid() {
      return child.pid;
    },
    get alive() {
      return !gone && child.connected;
    },
    listener: undefined,
    send: (message) => {
      // A child that has gone is told by `close`; nobody waits for this message then.
      if (child.connected) child.send(message, () => {});
    },
    hold: (busy) => {
      if (busy) {
        child.ref();
        child.channel?.ref();
      } else {
        child.unref();
        child.channel?.unref();
      }
    },
    kill: () => {
      if (!gone) child.kill('SIGKILL');
      return closed;
    },
  };
  const end = (how: string): void => {
    if (gone) return;
    gone = true;
    const { text } = tail;
    const heapFull = text.includes(HEAP_FULL);
    const said = text === '' || heapFull ? '' : `; it said: ${text.slice(-SAID_CHARACTERS)}`;
    const why = heapFull ? 'filled its JavaScript heap, half of limits.memoryMb' : how;
    fork.listener?.gone(`${why}${said}`, heapFull);
  };
  child.on('message', (message: unknown) => {
    if (isFromChild(message)) fork.listener?.message(message);
  });
  child.stderr?.on('data', (chunk: Buffer) => tail.push(chunk));
  child.on('error', (error) => {
    if (child.pid === undefined) end(`could not be started: ${error.message}`);
  });
  child.once('close', (code, signal) => end(`ended by itself (${signal ?? `exit code ${code}`})`));
  letGo(child.stderr);
  fork.hold(false);
  return fork;
};

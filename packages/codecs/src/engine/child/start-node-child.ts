import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { childEnvironment } from './child-environment.js';
import { type ChildProgramPlace, findChildProgram } from './child-program.js';
import { endWithProgram } from './end-with-program.js';
import { nodeModules } from './node-modules.js';
import { createTextTail } from './text-tail.js';

/** What {@link startNodeChild} starts. */
export interface NodeChildInit {
  readonly place: ChildProgramPlace;
  /** Arguments of the program. */
  readonly args: readonly string[];
  /** The most memory that the child is to take, in MB; its JavaScript heap gets half of it. */
  readonly memoryMb: number;
  /** More pipes that it reads, from file descriptor 3 on. Default 0. */
  readonly moreInputs?: number;
}

/** How a child has ended. */
export interface NodeChildEnd {
  /** In words, with the last that it wrote to stderr. */
  readonly reason: string;
  /** Exit code 0, no signal. */
  readonly inOrder: boolean;
  /** Its JavaScript heap was full. */
  readonly heapFull: boolean;
}

/** A Node process that takes bytes on stdin and answers with bytes on stdout. */
export interface NodeChild {
  readonly pid: number | undefined;
  /** Its stdin. */
  readonly input: Writable;
  /** Its stdin, and the other pipes that it reads. */
  readonly inputs: readonly Writable[];
  readonly output: Readable;
  /** Resolved, never rejected, when it is gone. */
  readonly ended: Promise<NodeChildEnd>;
  /** Whether it keeps this program running. At first it does not. */
  hold(busy: boolean): void;
  /** Ends it at once; resolved when it is gone. */
  kill(): Promise<void>;
}

/** A full heap is told before a stack of native calls. */
const STDERR_BYTES = 8192;
const SAID_CHARACTERS = 500;
const HEAP_FULL = 'heap out of memory';

const isWritable = (stream: Readable | Writable | null | undefined): stream is Writable =>
  stream !== null && stream !== undefined && 'write' in stream;

const refAll = (child: ChildProcess, busy: boolean): void => {
  // All pipes: the end of a child is told when the last of them has closed.
  for (const part of [child, ...child.stdio]) {
    // A pipe that has closed would put the call off for ever.
    if (part === null || part === undefined || ('destroyed' in part && part.destroyed)) continue;
    const method: unknown = Reflect.get(part, busy ? 'ref' : 'unref');
    if (typeof method === 'function') method.call(part);
  }
};

/**
 * Starts a Node program as a child, in a group of its own, that ends with this program at the latest.
 *
 * @throws AudioFlowError `unavailable` where the program cannot be found.
 *
 * @example
 * import { isAudioFlowError } from '@audioflow/core';
 * import { startNodeChild } from '@audioflow/codecs/engine';
 * try {
 *   startNodeChild({
 *     place: { owner: 'mine', here: undefined, name: 'echo', packageName: 'not-there', builtPath: 'echo.js' },
 *     args: [],
 *     memoryMb: 64,
 *   });
 * } catch (error) {
 *   console.log(isAudioFlowError(error, 'unavailable')); // true
 * }
 */
export const startNodeChild = (init: NodeChildInit): NodeChild => {
  const { place, args, memoryMb, moreInputs = 0 } = init;
  const program = findChildProgram(place);
  const heap = `--max-old-space-size=${Math.max(16, memoryMb >> 1)}`;
  const child = nodeModules.childProcess.spawn(
    process.execPath,
    [...program.execArgv, heap, program.path, ...args],
    {
      stdio: ['pipe', 'pipe', 'pipe', ...Array.from({ length: moreInputs }, () => 'pipe' as const)],
      env: childEnvironment(),
      // A group of its own: what a terminal sends at Ctrl-C must not cut the streams short.
      detached: process.platform !== 'win32',
    },
  );
  endWithProgram(child);
  const tail = createTextTail(STDERR_BYTES);
  child.stderr.on('data', (chunk: Buffer) => tail.push(chunk));
  const inputs = [child.stdin, ...child.stdio.slice(3)].filter(isWritable);
  // Writing to a child that has gone: `ended` tells why.
  for (const input of inputs) input.on('error', () => {});
  child.stdout.on('error', () => {});
  const endOf = (how: string, inOrder: boolean): NodeChildEnd => {
    const { text } = tail;
    const heapFull = text.includes(HEAP_FULL);
    const said = text === '' || heapFull ? '' : `; it said: ${text.slice(-SAID_CHARACTERS)}`;
    return {
      reason: heapFull ? 'filled its JavaScript heap, half of its memory' : `${how}${said}`,
      inOrder,
      heapFull,
    };
  };
  const ended = new Promise<NodeChildEnd>((resolve) => {
    child.on('error', (error) => {
      if (child.pid === undefined) resolve(endOf(`could not be started: ${error.message}`, false));
    });
    child.once('close', (code, signal) =>
      resolve(endOf(`ended by itself (${signal ?? `exit code ${code}`})`, code === 0)),
    );
  });
  refAll(child, false);
  return {
    get pid() {
      return child.pid;
    },
    input: child.stdin,
    inputs,
    output: child.stdout,
    ended,
    hold: (busy) => refAll(child, busy),
    kill: async () => {
      child.kill('SIGKILL');
      for (const input of inputs) input.destroy();
      child.stdout.destroy();
      refAll(child, true);
      await ended;
    },
  };
};

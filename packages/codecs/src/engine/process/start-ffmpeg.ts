import type { Writable } from 'node:stream';
import { AudioFlowError } from '@audioflow/core';
import { endWithProgram } from '../child/end-with-program.js';
import { letGo } from '../child/let-go.js';
import { nodeModules } from '../child/node-modules.js';
import { createTextTail } from '../child/text-tail.js';

/** What a running ffmpeg tells. */
export interface FfmpegListener {
  output(bytes: Uint8Array): void;
  /** stdin has room again. */
  drain(): void;
  /** It is gone, and all its output has come; the reason in words where it failed. */
  gone(failure: string | undefined): void;
}

/** A running ffmpeg. */
export interface Ffmpeg {
  readonly pid: number | undefined;
  /** Whether stdin takes more without buffering it here. */
  readonly hasRoom: boolean;
  write(bytes: Uint8Array): void;
  /** End of its input: it puts out the rest and ends. */
  end(): void;
  /** Whether its output is read; where it is not, ffmpeg waits. */
  reading(on: boolean): void;
  /** Whether it keeps this program running: only while a call waits for it. */
  hold(busy: boolean): void;
  /** Ends it: SIGTERM, then SIGKILL. Resolved when it is gone. */
  kill(): Promise<void>;
  /** Ends it at once. */
  killNow(): void;
}

const STDERR_BYTES = 2048;
/** How long ffmpeg may take to end when it is asked to. */
const TERM_MS = 500;

const ignore = (): void => {};

/** Starts ffmpeg with pipes as stdin, stdout and stderr. */
export const startFfmpeg = (
  path: string,
  args: readonly string[],
  listener: FfmpegListener,
): Ffmpeg => {
  const child = nodeModules.childProcess.spawn(path, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    // A group of its own: what a terminal sends at Ctrl-C must not cut the streams short.
    detached: process.platform !== 'win32',
  });
  const stdin: Writable | null | undefined = child.stdin;
  if (child.pid === undefined && (stdin === null || stdin === undefined)) {
    // Out of file descriptors: there are no pipes then.
    child.once('error', ignore);
    throw new AudioFlowError(
      'io',
      `process engine: expected to start ${path}: no more files can be opened`,
    );
  }
  endWithProgram(child);
  const { stdout, stderr } = child;
  const tail = createTextTail(STDERR_BYTES);
  let gone = false;
  let spawnFailure: string | undefined;
  const closed = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      gone = true;
      const how = spawnFailure ?? (signal === null ? `exit code ${code}` : signal);
      const said = tail.text === '' ? '' : `: ${tail.text}`;
      listener.gone(code === 0 ? undefined : `${how}${said}`);
      resolve();
    });
  });
  child.on('error', (error) => {
    spawnFailure ??= error.message;
  });
  // EPIPE: ffmpeg has gone, which `close` tells.
  for (const stream of [stdin, stdout, stderr]) stream?.on('error', ignore);
  stdin.on('drain', () => listener.drain());
  stdout.on('data', (chunk: Buffer) => listener.output(chunk));
  stderr.on('data', (chunk: Buffer) => tail.push(chunk));
  for (const stream of [stdin, stdout, stderr]) letGo(stream);
  child.unref();

  const destroyPipes = (): void => {
    for (const stream of [stdin, stdout]) stream?.destroy();
  };
  return {
    get pid() {
      return child.pid;
    },
    get hasRoom() {
      return gone || stdin.destroyed || !stdin.writableNeedDrain;
    },
    write: (bytes) => {
      if (!gone && stdin.writable) stdin.write(bytes);
    },
    end: () => {
      stdin.end();
    },
    reading: (on) => {
      if (on) stdout.resume();
      else stdout.pause();
    },
    hold: (busy) => {
      if (busy) child.ref();
      else child.unref();
    },
    kill: async () => {
      if (gone) return;
      child.ref();
      destroyPipes();
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), TERM_MS);
      await closed;
      clearTimeout(timer);
    },
    killNow: () => {
      if (gone) return;
      destroyPipes();
      child.kill('SIGKILL');
    },
  };
};

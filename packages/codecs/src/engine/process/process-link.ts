import { AudioFlowError } from '@audioflow/core';
import { createSessionWatch } from '../child/session-watch.js';
import type { CheckedLimits } from '../engine-limits.js';
import { type Answer, createSessionCalls, type SessionCalls } from '../session-calls.js';
import { type Ffmpeg, startFfmpeg } from './start-ffmpeg.js';

/** What a {@link ProcessLink} is made for. */
export interface ProcessLinkInit<O> {
  readonly owner: string;
  readonly path: string;
  readonly limits: CheckedLimits;
  /** Inputs that have not come out yet. */
  missing(): number;
  bytesOf(output: O): number;
  /** The error that a failure of ffmpeg stands for, where it is no plain `io`. */
  explain?(failure: string): AudioFlowError | undefined;
}

/** One session's traffic with its ffmpeg, or with one after another. */
export interface ProcessLink<O> {
  readonly calls: SessionCalls<O>;
  /** Outputs so far. */
  readonly count: number;
  readonly running: boolean;
  start(args: readonly string[], output: (bytes: Uint8Array) => void): void;
  /** Within a call: begins it, and reads on. */
  resume(): void;
  /** Within a call: writes, and waits while the pipe is full. */
  write(bytes: Uint8Array): Answer;
  /** Within a call: waits a moment for what should come out of its input. */
  settle(): Answer;
  /** Within a call: ends the input and waits until all has come; why ffmpeg failed, if it did. */
  finish(): Promise<string | undefined>;
  deliver(output: O): void;
  close(): Promise<void>;
}

/** Outputs that wait for a call before ffmpeg is no longer read. */
const MOST_HELD = 64;
/** So many calls without a pause are no coincidence: a file is read, not a microphone. */
const HURRY = 8;
/** How long a call waits for its own output; ffmpeg takes a fraction of it once it runs. */
const LINGER_MS = 5;

/** Makes the link; ffmpeg runs from `start` on. */
export const createProcessLink = <O>(init: ProcessLinkInit<O>): ProcessLink<O> => {
  const { owner, path, limits, missing } = init;
  let ffmpeg: Ffmpeg | undefined;
  let ending = false;
  let holding = false;
  let paused = false;
  let failure: string | undefined;
  let count = 0;
  /** Inputs that ffmpeg keeps back, as it has been seen to. */
  let lag = 0;
  let closing: Promise<void> | undefined;

  const calls = createSessionCalls<O>(owner, (busy) => {
    holding = busy;
    ffmpeg?.hold(busy);
  });
  const watch = createSessionWatch({
    owner,
    limits,
    pid: () => ffmpeg?.pid,
    asked: () => calls.busy,
    onBreach: (error) => {
      calls.fail(error);
      ffmpeg?.killNow();
    },
  });
  const reading = (on: boolean): void => {
    if (paused === !on) return;
    paused = !on;
    ffmpeg?.reading(on);
  };
  const came = (take: () => void): void => {
    watch.touch();
    try {
      take();
    } catch (error) {
      calls.fail(error);
    }
    lag = Math.min(lag, missing());
    if (!calls.busy && calls.waiting > MOST_HELD) reading(false);
    calls.wake();
  };
  const ended = (reason: string | undefined): void => {
    ffmpeg = undefined;
    failure = reason;
    if (!ending) {
      const how = reason ?? 'exit code 0';
      const lost = `${owner}: expected ffmpeg to go on, it ended (${how}): this session is lost, open a new one`;
      const details = { owner, engine: 'process', path };
      calls.fail(init.explain?.(how) ?? new AudioFlowError('io', lost, { details }));
    }
    calls.wake();
  };
  const hasRoom = (): boolean => ffmpeg?.hasRoom ?? true;
  const linger = async (): Promise<void> => {
    await calls.until(hasRoom);
    if (calls.streak >= HURRY) return;
    await calls.until(() => missing() <= lag, LINGER_MS);
    lag = missing();
  };

  return {
    calls,
    get count() {
      return count;
    },
    get running() {
      return ffmpeg !== undefined;
    },
    start: (args, output) => {
      ending = false;
      failure = undefined;
      paused = false;
      ffmpeg = startFfmpeg(path, args, {
        output: (bytes) => came(() => output(bytes)),
        drain: () => {
          watch.touch();
          calls.wake();
        },
        gone: ended,
      });
      ffmpeg.hold(holding);
    },
    resume: () => reading(true),
    write: (bytes) => {
      ffmpeg?.write(bytes);
      return hasRoom() ? undefined : calls.until(hasRoom);
    },
    settle: () => {
      if (hasRoom() && (calls.streak >= HURRY || missing() <= lag)) return undefined;
      return linger();
    },
    finish: async () => {
      if (ffmpeg === undefined) return failure;
      ending = true;
      ffmpeg.end();
      await calls.until(() => ffmpeg === undefined);
      return failure;
    },
    deliver: (output) => {
      count++;
      watch.output(init.bytesOf(output));
      calls.deliver(output);
    },
    close: () => {
      closing ??= (async () => {
        ending = true;
        calls.close();
        watch.stop();
        await ffmpeg?.kill();
      })();
      return closing;
    },
  };
};

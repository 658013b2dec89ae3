import { AudioFlowError } from '@audioflow/core';
import type { CheckedLimits } from '../engine-limits.js';
import { residentMemory } from './resident-memory.js';

/** Holds a session in another process to its limits. */
export interface SessionWatch {
  /** A sign of life. */
  touch(): void;
  /** What the other process says of its memory, in MB. */
  memory(megabytes: number): void;
  /** The session has put out so many bytes more. */
  output(bytes: number): void;
  stop(): void;
}

/** What a {@link SessionWatch} is made for. */
export interface SessionWatchInit {
  readonly owner: string;
  readonly limits: CheckedLimits;
  /** The process to look at, once it runs. */
  readonly pid: () => number | undefined;
  /** Whether something is asked of the process, so that it should show signs of life. */
  readonly asked: () => boolean;
  /** A limit is passed: called once. */
  readonly onBreach: (error: AudioFlowError) => void;
}

/**
 * Starts a watch over a session in another process; its timer never keeps the program alive.
 *
 * @example
 * import { createSessionWatch, fillLimits } from '@audioflow/codecs/engine';
 * const watch = createSessionWatch({
 *   owner: 'mine',
 *   limits: fillLimits({ outputBytes: 100 }),
 *   pid: () => undefined,
 *   asked: () => false,
 *   onBreach: (error) => console.log(error.code),
 * });
 * watch.output(101); // limit-exceeded
 */
export const createSessionWatch = (init: SessionWatchInit): SessionWatch => {
  const { owner, limits, pid, asked, onBreach } = init;
  const { memoryMb, callMs, totalMs, outputBytes } = limits;
  const begun = performance.now();
  let alive = begun;
  let wasAsked = false;
  let bytes = 0;
  let over = false;

  const stop = (): void => {
    over = true;
    clearInterval(timer);
  };
  const breach = (code: 'timeout' | 'limit-exceeded', text: string): void => {
    if (over) return;
    stop();
    onBreach(
      new AudioFlowError(code, `${owner}: ${text}. The process has been ended`, {
        details: { owner, limits },
      }),
    );
  };
  const memory = (megabytes: number): void => {
    if (megabytes <= memoryMb) return;
    const used = Math.round(megabytes);
    breach('limit-exceeded', `expected at most limits.memoryMb ${memoryMb}, got ${used} MB in use`);
  };
  const look = (): void => {
    const now = performance.now();
    if (now - begun > totalMs) {
      breach('timeout', `expected to be done within limits.totalMs ${totalMs}`);
      return;
    }
    if (!asked()) {
      wasAsked = false;
      return;
    }
    // Silence counts from when something was asked, not from the last answer before.
    if (!wasAsked) alive = Math.max(alive, now);
    wasAsked = true;
    if (now - alive > callMs) {
      breach('timeout', `expected a sign of life within limits.callMs ${callMs}, got none`);
      return;
    }
    memory(residentMemory(pid()) ?? 0);
  };
  const shortest = Math.min(callMs, totalMs);
  const timer = setInterval(look, Math.min(Math.max(shortest / 4, 10), 250));
  timer.unref();
  return {
    touch: () => {
      alive = performance.now();
    },
    memory,
    output: (count) => {
      bytes += count;
      if (bytes <= outputBytes) return;
      breach('limit-exceeded', `expected at most limits.outputBytes ${outputBytes}, got ${bytes}`);
    },
    stop,
  };
};

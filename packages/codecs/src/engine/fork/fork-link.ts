import { AudioFlowError, diagnostics } from '@audioflow/core';
import type { EncoderInfo } from '@audioflow/core/codec';
import { createSessionWatch, type SessionWatch } from '../child/session-watch.js';
import type { CheckedLimits } from '../engine-limits.js';
import { type Answer, createSessionCalls, type SessionCalls } from '../session-calls.js';
import type { ChildAnswer, FromChild, SentError, ToChild } from './fork-messages.js';
import { forkPool } from './fork-pool.js';
import type { Fork } from './start-fork.js';

/** What a {@link ForkLink} is made for. */
export interface ForkLinkInit<I, O> {
  readonly owner: string;
  readonly fork: Fork;
  readonly limits: CheckedLimits;
  toMessage(items: readonly I[]): ToChild;
  /** The outputs of an answer, in memory of their own. */
  toOutputs(answer: ChildAnswer): readonly O[];
  bytesOf(output: O): number;
}

/** One session's traffic with its process: batches out, answers back, limits, the end. */
export interface ForkLink<I, O> {
  readonly calls: SessionCalls<O>;
  /** The counters of the last answer. */
  readonly stats: ChildAnswer['stats'] | undefined;
  /** Outputs so far. */
  readonly count: number;
  /** Within a `push`: sends inputs, and waits where the call must. */
  feed(items: readonly I[]): Answer;
  /** Within an `end`. */
  end(): Promise<void>;
  close(): Promise<void>;
}

/** Inputs of one message where they come without a pause. */
const BATCH = 8;
/** So many calls without a pause are no coincidence: a file is read, not a microphone. */
const HURRY = 8;
/** How long a process may take to end its session in order. */
const CLOSE_MS = 1000;

/** An error of the child's as one of ours. */
const fromSent = ({ code, message, details }: SentError): AudioFlowError =>
  new AudioFlowError(code, message, { details: { ...details, engine: 'fork' } });

/** Connects a session to the process that was opened for it. */
export const createForkLink = <I, O>(init: ForkLinkInit<I, O>): ForkLink<I, O> => {
  const { owner, fork, limits } = init;
  const calls = createSessionCalls<O>(owner, () => {});
  let batch: I[] = [];
  /** Inputs, and the end, that the child has not answered yet. */
  let inFlight = 0;
  let planned = false;
  let count = 0;
  let stats: ChildAnswer['stats'] | undefined;
  let closing: Promise<void> | undefined;
  let onClosed: (() => void) | undefined;

  const watch: SessionWatch = createSessionWatch({
    owner,
    limits,
    pid: () => fork.pid,
    asked: () => inFlight > 0,
    onBreach: (error) => {
      calls.fail(error);
      void fork.kill();
    },
  });

  const take = (answer: ChildAnswer): void => {
    inFlight -= answer.done;
    ({ stats } = answer);
    for (const warning of answer.warnings) diagnostics.warn(warning);
    watch.memory(answer.memoryMb);
    for (const output of init.toOutputs(answer)) {
      count++;
      watch.output(init.bytesOf(output));
      calls.deliver(output);
    }
    if (answer.error !== undefined) calls.fail(fromSent(answer.error));
    if (inFlight === 0 && closing === undefined) fork.hold(false);
    calls.wake();
  };
  fork.listener = {
    message: (message: FromChild) => {
      watch.touch();
      if (message.type === 'answer') take(message);
      if (message.type === 'closed') onClosed?.();
    },
    gone: (reason, heapFull) => {
      watch.stop();
      calls.fail(
        new AudioFlowError(
          heapFull ? 'limit-exceeded' : 'io',
          `${owner}: expected the forked process to go on, it ${reason}: this session is lost, open a new one`,
          { details: { owner, engine: 'fork' } },
        ),
      );
      onClosed?.();
    },
  };

  const send = (message: ToChild, inputs: number): void => {
    if (inFlight === 0) fork.hold(true);
    inFlight += inputs;
    fork.send(message);
  };
  const flush = (): void => {
    if (batch.length === 0 || !calls.live) return;
    const items = batch;
    batch = [];
    try {
      send(init.toMessage(items), items.length);
    } catch (error) {
      // What cannot be cloned: the streams of values that are no audio.
      calls.fail(error);
    }
  };
  const plan = (): void => {
    if (planned) return;
    planned = true;
    setImmediate(() => {
      planned = false;
      flush();
    });
  };
  const under = (): number => inFlight + batch.length;
  const hasRoom = (): boolean => under() <= limits.inFlight / 2;
  const hurried = (): boolean => limits.inFlight > 1 && calls.streak >= HURRY;

  /** Adds an input; a promise where the window is full. */
  const add = (item: I): Answer => {
    batch.push(item);
    const full = under() >= limits.inFlight;
    if (full || batch.length >= BATCH) flush();
    return full ? calls.until(hasRoom) : undefined;
  };
  const addAll = async (items: readonly I[]): Promise<void> => {
    for (const item of items) {
      await add(item);
      if (!calls.live) return;
    }
    flush();
    if (!hurried()) await calls.until(() => inFlight === 0);
  };

  const endSession = async (): Promise<void> => {
    calls.close();
    watch.stop();
    let inOrder = false;
    if (fork.alive) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, CLOSE_MS);
        onClosed = () => {
          inOrder = fork.alive;
          clearTimeout(timer);
          resolve();
        };
        fork.hold(true);
        fork.send({ type: 'close' });
      });
    }
    await forkPool.give(fork, limits.memoryMb, inOrder);
  };

  return {
    calls,
    get stats() {
      return stats;
    },
    get count() {
      return count;
    },
    feed: (items) => {
      const [only] = items;
      if (items.length !== 1 || only === undefined || !hurried()) return addAll(items);
      const later = add(only);
      if (later === undefined) plan();
      return later;
    },
    end: () => {
      flush();
      send({ type: 'end' }, 1);
      return calls.until(() => inFlight === 0);
    },
    close: () => {
      closing ??= endSession();
      return closing;
    },
  };
};

/** A process with an open session in it. */
export interface OpenedFork {
  readonly fork: Fork;
  readonly info?: EncoderInfo;
}

/** How long a process may take to start, node-av to load, and the session to open. */
const OPEN_MS = 30_000;

/** Why a process did not open a session. */
interface NotOpened {
  readonly type: 'gone';
  readonly reason: string;
  readonly heapFull: boolean;
}

const ask = (fork: Fork, message: ToChild): Promise<FromChild | NotOpened> =>
  new Promise((resolve) => {
    const gone = (reason: string, heapFull: boolean): void =>
      done({ type: 'gone', reason, heapFull });
    const timer = setTimeout(() => gone(`gave no answer within ${OPEN_MS} ms`, false), OPEN_MS);
    const done = (answer: FromChild | NotOpened): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    fork.listener = { message: done, gone };
    fork.hold(true);
    fork.send(message);
  });

/**
 * Opens a session in a process of its own. One that was idle may have been ended from outside: then a
 * fresh one is tried.
 */
export const openFork = async (message: ToChild, memoryMb: number): Promise<OpenedFork> => {
  for (let attempt = 0; ; attempt++) {
    const fork = forkPool.take(memoryMb);
    const answer = await ask(fork, message);
    if (answer.type === 'opened') {
      fork.hold(false);
      return { fork, ...(answer.info === undefined ? {} : { info: answer.info }) };
    }
    await forkPool.give(fork, memoryMb, answer.type === 'refused');
    if (answer.type === 'refused') throw fromSent(answer.error);
    if (answer.type !== 'gone') continue;
    if (attempt > 0 || answer.heapFull) {
      throw new AudioFlowError(
        answer.heapFull ? 'limit-exceeded' : 'unavailable',
        `fork engine: expected a forked Node process to open a session, it ${answer.reason}`,
        { details: { engine: 'fork' } },
      );
    }
  }
};

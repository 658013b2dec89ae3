import { AudioFlowError, diagnostics, isAudioFlowError } from '@audioflow/core';
import type { CodecEngine, EnginePlace } from './codec-engine.js';
import { forkEngine } from './fork/fork-engine.js';
import { nativeEngine } from './native/index.js';
import { FFMPEG_MEND } from './process/find-ffmpeg.js';
import { processEngine } from './process/process-engine.js';

/** The engine that would be the best, and the one that is left where it is not there. */
const best = ({ limits }: EnginePlace): CodecEngine =>
  limits === undefined ? nativeEngine : forkEngine;

const unavailable = (first: AudioFlowError, second: unknown): AudioFlowError => {
  const other = second instanceof Error ? second.message : String(second);
  return new AudioFlowError(
    'unavailable',
    `no engine: ${first.message}. ${other}. Either of the two will do: npm install node-av, or ${FFMPEG_MEND}`,
    { cause: first, details: { tried: [first.message, other] } },
  );
};

const orElse = async <S>(error: unknown, open: () => S | Promise<S>): Promise<S> => {
  if (!isAudioFlowError(error, 'unavailable')) throw error;
  let session: S;
  try {
    session = await open();
  } catch (second) {
    throw unavailable(error, second);
  }
  const message = `${error.message}. Going on with the process engine`;
  diagnostics.warn({ operator: "engine 'auto'", message, details: error.details });
  return session;
};

const choose = <S>(
  preferred: () => S | Promise<S>,
  fallback: () => S | Promise<S>,
): S | Promise<S> => {
  // What answers at once goes on answering at once.
  const opened = preferred();
  if (!(opened instanceof Promise)) return opened;
  return opened.catch((error: unknown) => orElse(error, fallback));
};

/**
 * The best engine that is there: native, or fork where limits are to be kept; the process engine where
 * node-av is not installed or does not run.
 */
export const autoEngine: CodecEngine = {
  name: 'auto',
  openEncoder: (setup) =>
    choose(
      () => best(setup).openEncoder(setup),
      () => processEngine.openEncoder(setup),
    ),
  openDecoder: (setup) =>
    choose(
      () => best(setup).openDecoder(setup),
      () => processEngine.openDecoder(setup),
    ),
};

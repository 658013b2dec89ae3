import { AudioFlowError } from '@audioflow/core';
import type { PcmOptions } from '../player.types.js';

/** Where sound goes: an audio graph that runs, or soon will. */
export interface AudioOutput {
  readonly context: AudioContext;
  /** What the sound goes into. */
  readonly entry: AudioNode;
  /** Resolves when the graph runs. */
  readonly running: Promise<void>;
  /** Closes a graph of its own; one of the page's is left as it is. */
  release(): void;
}

/** A graph that has not begun by then without the press of a button is blocked: no event says so. */
const BLOCKED_AFTER_MS = 1000;
/** After the press of a button it is the machine's sound that is slow, or broken. */
const BROKEN_AFTER_MS = 8000;

const blocked = (): AudioFlowError =>
  new AudioFlowError(
    'unavailable',
    'the browser blocks sound until you press a button: press play',
    { details: { reason: 'blocked' } },
  );

const broken = (cause?: unknown): AudioFlowError =>
  new AudioFlowError(
    'unavailable',
    'the sound of this machine does not start: check its loudspeaker, then press play',
    { cause },
  );

/** Whether an error says that the browser wants the press of a button. */
export const isBlocked = ({ details }: AudioFlowError): boolean => details['reason'] === 'blocked';

const untilRunning = (context: AudioContext): Promise<void> =>
  new Promise((resolve, reject) => {
    const isPressed = navigator.userActivation?.isActive === true;
    const timer = setTimeout(
      () => reject(isPressed ? broken() : blocked()),
      isPressed ? BROKEN_AFTER_MS : BLOCKED_AFTER_MS,
    );
    context
      .resume()
      .then(resolve, (cause) => reject(broken(cause)))
      .finally(() => clearTimeout(timer));
  });

const ownOutput = (): Pick<AudioOutput, 'context' | 'entry' | 'release'> => {
  const context = new AudioContext({ latencyHint: 'balanced' });
  return {
    context,
    entry: context.destination,
    release: () => {
      if (context.state !== 'closed') void context.close();
    },
  };
};

const outputOf = (
  output: PcmOptions['output'],
): Pick<AudioOutput, 'context' | 'entry' | 'release'> => {
  if (output === undefined) return ownOutput();
  const node = typeof output === 'function' ? output() : output;
  if (!(node instanceof AudioNode) || !(node.context instanceof AudioContext)) {
    throw new AudioFlowError('invalid-option', 'output: expected a node of an AudioContext');
  }
  return { context: node.context, entry: node, release: () => undefined };
};

/**
 * Gets an audio graph going, while the press of a button is fresh.
 *
 * @throws AudioFlowError `unsupported` where the browser has no audio graphs.
 */
export const openAudioOutput = (output: PcmOptions['output']): AudioOutput => {
  if (typeof AudioContext === 'undefined') {
    throw new AudioFlowError(
      'unsupported',
      'this browser has no Web Audio: use another browser, or open the stream address in a player',
    );
  }
  const opened = outputOf(output);
  const running = untilRunning(opened.context);
  // Who does not wait for it has been released before.
  running.catch(() => undefined);
  return { ...opened, running };
};

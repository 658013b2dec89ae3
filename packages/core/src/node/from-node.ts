import type { OperatorFunction } from 'rxjs';
import { AudioFlowError } from '../error/index.js';
import { transform } from '../operator/index.js';
import { AGAIN, EOF, type PushPullNode } from './node.types.js';

const drain = <I, O>(node: PushPullNode<I, O>, emit: (output: O) => boolean): void => {
  for (let output = node.pull(); output !== AGAIN && output !== EOF; output = node.pull()) {
    if (!emit(output)) return;
  }
};

const give = <I, O>(
  node: PushPullNode<I, O>,
  buffer: I | null,
  emit: (output: O) => boolean,
): void => {
  drain(node, emit);
  if (node.push(buffer) === AGAIN) {
    drain(node, emit);
    if (node.push(buffer) === AGAIN) {
      throw new AudioFlowError(
        'invalid-state',
        'fromNode: the node refuses a buffer although all its output has been pulled',
      );
    }
  }
  drain(node, emit);
};

const finish = <I, O>(node: PushPullNode<I, O>, emit: (output: O) => boolean): void => {
  give(node, null, emit);
  if (node.pull() === EOF) return;
  throw new AudioFlowError(
    'invalid-state',
    'fromNode: the node is not done when it has been flushed: it is asynchronous, use its operator itself',
  );
};

/**
 * Turns a node with `push` and `pull` into an operator: one fresh node per subscription.
 *
 * @param create Makes a node, synchronous: after a push its output can be pulled at once.
 * @throws AudioFlowError through the stream: what the node throws; `invalid-state` when it refuses a
 * buffer although it has no output.
 *
 * @example
 * import { fromNode, toNode } from '@audioflow/core/node';
 * import { rechunk, silence } from '@audioflow/core';
 * const lengths = [];
 * silence({ duration: 0.01, sampleRate: 8000 })
 *   .pipe(fromNode(() => toNode(rechunk(60))))
 *   .subscribe((frame) => lengths.push(frame.length));
 * console.log(lengths); // [ 60, 20 ]
 */
export const fromNode = <I, O>(create: () => PushPullNode<I, O>): OperatorFunction<I, O> =>
  transform(
    () => {
      const node = create();
      return {
        next: (input: I, emit: (output: O) => boolean) => give(node, input, emit),
        flush: (emit: (output: O) => boolean) => finish(node, emit),
        dispose: () => node.close(),
      };
    },
    { name: 'fromNode' },
  );

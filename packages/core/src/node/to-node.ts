import { defer, type OperatorFunction, Subject, type Subscription } from 'rxjs';
import { createDemand, currentDemand, type Demand, withDemand } from '../demand/index.js';
import { AudioFlowError } from '../error/index.js';
import { AGAIN, type Again, EOF, type Eof, type PushPullNode } from './node.types.js';

interface Running<I> {
  readonly input: Subject<I>;
  readonly demand: Demand;
  readonly subscription: Subscription;
}

/**
 * Turns an operator into a node with `push` and `pull`, for those who do not want streams.
 *
 * Nothing is ever lost: `push` answers AGAIN while output waits, and has then not taken the buffer. An
 * asynchronous operator answers AGAIN to `pull` until its output is there; while it is at work and
 * holds its source, `push` answers AGAIN too.
 *
 * @param operator Any operator: an encoder, decoder or processor.
 * @throws AudioFlowError from `push` after the end: `invalid-state`; from `pull`: the stream's error.
 *
 * @example
 * import { AGAIN, EOF, toNode } from '@audioflow/core/node';
 * import { createFrame, rechunk } from '@audioflow/core';
 * const node = toNode(rechunk(2));
 * const show = () => {
 *   const output = node.pull();
 *   console.log(output === AGAIN ? 'again' : output === EOF ? 'end' : output.length);
 * };
 * node.push(createFrame([Float32Array.of(1, 2, 3)], { sampleRate: 8000 }));
 * show(); // 2
 * show(); // again
 * node.push(null);
 * show(); // 1
 * show(); // end
 */
export const toNode = <I, O>(operator: OperatorFunction<I, O>): PushPullNode<I, O> => {
  let outputs: { readonly item: O }[] = [];
  let failure: { readonly error: unknown } | undefined;
  let completed = false;
  let ended = false;

  const start = (): Running<I> => {
    const input = new Subject<I>();
    const demand = createDemand();
    /** The demand that the operator gives its source: closed while the operator holds it. */
    let upstream = demand;
    const source = defer(() => {
      upstream = currentDemand() ?? demand;
      return input;
    });
    const subscription = withDemand(demand, () =>
      operator(source).subscribe({
        next: (item) => outputs.push({ item }),
        error: (error: unknown) => {
          failure = { error };
        },
        complete: () => {
          completed = true;
        },
      }),
    );
    return { input, demand: upstream, subscription };
  };
  let running = start();

  const push = (buffer: I | null): undefined | Again => {
    if (ended) {
      throw new AudioFlowError(
        'invalid-state',
        'push: the node has been flushed: call reset() first',
      );
    }
    if (completed) {
      throw new AudioFlowError(
        'invalid-state',
        'push: the operator has ended by itself: call reset() first',
      );
    }
    if (outputs.length > 0 || failure || !running.demand.open) return AGAIN;
    if (buffer === null) {
      ended = true;
      running.input.complete();
    } else running.input.next(buffer);
    return undefined;
  };
  const pull = (): O | Again | Eof => {
    const first = outputs.shift();
    if (first !== undefined) return first.item;
    if (failure) throw failure.error;
    return completed ? EOF : AGAIN;
  };
  const close = (): void => {
    running.subscription.unsubscribe();
    outputs = [];
    failure = undefined;
    completed = true;
    ended = true;
  };
  const reset = (): void => {
    close();
    completed = false;
    ended = false;
    running = start();
  };
  return { push, pull, reset, close };
};

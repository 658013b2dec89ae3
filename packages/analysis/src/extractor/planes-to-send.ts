import { AudioFlowError } from '@audioflow/core';

const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

/** Memory that can be handed over: shared memory cannot. */
const isOwned = (buffer: ArrayBufferLike): buffer is ArrayBuffer => tagOf(buffer) === 'ArrayBuffer';

/** What goes over a border: planes, and the memory that goes with them. */
export interface PlanesToSend {
  readonly channels: readonly Float32Array[];
  readonly buffers: readonly ArrayBuffer[];
}

/**
 * Planes to send to another thread: themselves, with the buffers they are parts of, or copies of no more than they are. What lies in shared
 * memory is copied in any case, since its owner may write there before it is looked at.
 */
export const planesToSend = (
  owner: string,
  planes: readonly Float32Array[],
  transfer: boolean,
): PlanesToSend => {
  if (!Array.isArray(planes) || planes.some((plane) => tagOf(plane) !== 'Float32Array')) {
    throw new AudioFlowError(
      'invalid-option',
      `${owner}: expected channels, an array of Float32Array, got ${tagOf(planes)}`,
    );
  }
  // An empty plane may be one that has been handed over before: that cannot be sent.
  const channels = planes.map((plane) => {
    if (plane.length === 0) return new Float32Array(0);
    return transfer && isOwned(plane.buffer) ? plane : plane.slice();
  });
  return { channels, buffers: [...new Set(channels.map(({ buffer }) => buffer).filter(isOwned))] };
};

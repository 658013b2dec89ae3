import { AudioFlowError } from '@audioflow/core';
import type { MuxWrite } from './mux-io.js';

/**
 * Writes as one run of bytes that begins at `from`, those that go back into it applied. For outputs that
 * cannot go back: what a muxer mends within one call has not left yet.
 *
 * @throws AudioFlowError `io` on a write to before `from`.
 */
export const joinWrites = (writes: readonly MuxWrite[], from: number): Uint8Array => {
  const [only] = writes;
  if (writes.length === 1 && only?.position === from) return only.bytes;
  let end = from;
  for (const { position, bytes } of writes) {
    if (position < from) {
      throw new AudioFlowError(
        'io',
        `muxer: expected no write to before byte ${from}, got one to ${position}: write to a file`,
      );
    }
    end = Math.max(end, position + bytes.length);
  }
  const joined = new Uint8Array(end - from);
  for (const { position, bytes } of writes) joined.set(bytes, position - from);
  return joined;
};

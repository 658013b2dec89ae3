const LENGTH_BYTES = 4;

/** A payload behind its length: 4 bytes, big-endian. */
export const frameBytes = (payload: Uint8Array): Uint8Array => {
  const frame = new Uint8Array(LENGTH_BYTES + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length);
  frame.set(payload, LENGTH_BYTES);
  return frame;
};

/** The frame of length 0: nothing more will come. */
export const endFrame = (): Uint8Array => new Uint8Array(LENGTH_BYTES);

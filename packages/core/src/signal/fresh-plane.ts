/** Below this many samples there is nothing to be gained. */
const SMALL = 1024;

/**
 * A plane to be filled at once, all of it: in Node its memory is not zeroed first, which takes as long as to fill
 * it. By name of the global object, since bundlers for browsers would bring a `Buffer` of their own else.
 */
export const freshPlane = (length: number): Float32Array =>
  length < SMALL || globalThis.Buffer === undefined
    ? new Float32Array(length)
    : new Float32Array(globalThis.Buffer.allocUnsafeSlow(4 * length).buffer);

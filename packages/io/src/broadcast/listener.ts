import type { EndReason, ListenerKind } from './broadcast.types.js';

/** The transport of one listener. No method waits, none throws. */
export interface Listener {
  readonly kind: ListenerKind;
  /** Settles when the connection is gone. */
  readonly gone: Promise<void>;
  write(bytes: Uint8Array): void;
  /** Bytes that wait in this process. */
  queuedBytes(): number;
  /** How far the listener is behind, in seconds, as far as can be known. */
  lagSeconds(now: number): number;
  /** Time of the last sign of life, in ms; undefined where the transport has none. */
  lastSignOfLife(): number | undefined;
  /** Called once per ping interval. */
  tick(now: number): void;
  /** Tells the end of the stream and closes in order. */
  end(reason: EndReason): void;
  /** Resets the connection: what is queued, also in the kernel, is freed at once. */
  reset(): void;
}

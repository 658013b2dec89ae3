import type { Socket } from 'node:net';
import type { AudioBlock } from './audio-block.js';
import type { EndReason, ListenerKind } from './broadcast.types.js';
import type { StreamTitle } from './stream-title.js';

/** The transport of one listener. No method waits, none throws. */
export interface Listener {
  readonly kind: ListenerKind;
  /** Settles when the connection is gone. */
  readonly gone: Promise<void>;
  /** Where blocks may go as they are, past `write`, if they do. */
  readonly plain?: Socket | undefined;
  write(block: AudioBlock): void;
  /** Says what is playing, with what is written next or before. */
  tell(title: StreamTitle): void;
  /** Bytes that wait in this process. */
  queuedBytes(): number;
  /** How far the listener is behind, in seconds, as far as can be known. */
  lagSeconds(now: number): number;
  /** So many bytes went to `plain` and are not taken yet. */
  noteQueued(bytes: number): void;
  /** Nothing more is written until it has caught up. */
  beginCatchingUp(): void;
  /** Whether it has read, as far as can be known, all that was written before. */
  hasCaughtUp(): boolean;
  /** Time of the last sign of life, in ms; undefined where the transport has none. */
  lastSignOfLife(): number | undefined;
  /** Called once per ping interval. */
  tick(now: number): void;
  /** Tells the end of the stream and closes in order. */
  end(reason: EndReason): void;
  /** Resets the connection: what is queued, also in the kernel, is freed at once. */
  reset(): void;
}

import type { ErrorCode, ErrorDetails } from '@audioflow/core';
import type { EncoderInfo } from '@audioflow/core/codec';
import type { DecoderSetup, DecoderStats, EncoderSetup, EncoderStats } from '../codec-engine.js';

/** A frame on its way, in either direction: pts, planes, and what the session does not know already. */
export interface FrameItem {
  readonly pts: number;
  readonly length: number;
  readonly sampleRate: number;
  readonly channels: readonly Float32Array[];
}

/** A packet on its way. `config` travels only where it is another one than before. */
export interface PacketItem {
  readonly data: Uint8Array;
  readonly pts: number;
  readonly duration: number;
  readonly sampleRate: number;
  readonly channelCount: number;
  readonly config?: Uint8Array;
  readonly trimStart?: number;
  readonly trimEnd?: number;
  /** What is wrong with it, as the parent has found: `inspect` cannot be sent. */
  readonly problem?: string;
}

/** What the parent tells the child. One session at a time. */
export type ToChild =
  | { readonly type: 'open-encoder'; readonly setup: EncoderSetup<string> }
  | { readonly type: 'open-decoder'; readonly setup: DecoderSetup<string> }
  | { readonly type: 'frames'; readonly items: readonly FrameItem[] }
  | { readonly type: 'packets'; readonly items: readonly PacketItem[] }
  | { readonly type: 'end' }
  | { readonly type: 'close' };

/** An error that can be sent. */
export interface SentError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** A warning that the parent publishes in the child's place. */
export interface SentWarning {
  readonly operator: string;
  readonly message: string;
  readonly details?: ErrorDetails;
}

/** What came of one message of inputs, or of the end. */
export interface ChildAnswer {
  readonly type: 'answer';
  /** Inputs that are done. */
  readonly done: number;
  readonly frames: readonly FrameItem[];
  readonly packets: readonly PacketItem[];
  readonly stats: EncoderStats | DecoderStats;
  readonly warnings: readonly SentWarning[];
  /** Resident memory of the child in MB. */
  readonly memoryMb: number;
  readonly error?: SentError;
}

/** What the child tells the parent. */
export type FromChild =
  | { readonly type: 'opened'; readonly info?: EncoderInfo }
  | { readonly type: 'refused'; readonly error: SentError }
  | ChildAnswer
  | { readonly type: 'closed' };

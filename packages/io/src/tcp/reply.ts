import { AudioFlowError, type ErrorCode } from '@audioflow/core';
import * as z from 'zod';
import { frameBytes } from './frame-bytes.js';

const reasons = [
  'bad-token',
  'busy',
  'closing',
  'idle',
  'malformed',
  'no-receiver',
  'oversized',
  'receiver-left',
  'taken-over',
  'too-many',
  'unwanted',
] as const;

/** Why a server refuses a sender. */
export type RefusalReason = (typeof reasons)[number];

export const isRefusalReason = (value: unknown): value is RefusalReason =>
  reasons.some((reason) => reason === value);

/** What a server says to a sender. */
export type Reply =
  /** The hello is accepted: packets may come. */
  | { readonly type: 'welcome'; readonly audioflow: number; readonly maxFrameBytes: number }
  /** So many packets have arrived. */
  | { readonly type: 'ack'; readonly packets: number }
  /** The end of the stream has arrived behind so many packets. */
  | { readonly type: 'bye'; readonly packets: number }
  /** The connection ends; whether to try again later. */
  | {
      readonly type: 'error';
      readonly reason: RefusalReason;
      readonly message: string;
      readonly retry: boolean;
    };

/** Reasons that may pass by themselves. */
const passing: ReadonlySet<RefusalReason> = new Set([
  'busy',
  'closing',
  'idle',
  'no-receiver',
  'receiver-left',
  'too-many',
]);

const codes: Readonly<Record<RefusalReason, ErrorCode>> = {
  'bad-token': 'invalid-option',
  busy: 'unavailable',
  closing: 'unavailable',
  idle: 'timeout',
  malformed: 'malformed-data',
  'no-receiver': 'unavailable',
  oversized: 'limit-exceeded',
  'receiver-left': 'unavailable',
  'taken-over': 'aborted',
  'too-many': 'unavailable',
  unwanted: 'unsupported',
};

const packets = z.int().nonnegative();
const schema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('welcome'), audioflow: z.int(), maxFrameBytes: z.int().positive() }),
  z.object({ type: z.literal('ack'), packets }),
  z.object({ type: z.literal('bye'), packets }),
  z.object({
    type: z.literal('error'),
    reason: z.enum(reasons),
    message: z.string(),
    retry: z.boolean(),
  }),
]);

/** A reply as a frame. */
export const encodeReply = (reply: Reply): Uint8Array =>
  frameBytes(new TextEncoder().encode(JSON.stringify(reply)));

/** @throws AudioFlowError `malformed-data`: what answers is no ingest server. */
export const parseReply = (payload: Uint8Array): Reply => {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(payload)));
  } catch (cause) {
    throw new AudioFlowError(
      'malformed-data',
      'ingestClient: expected a reply of an ingest server, got something else: check host and port',
      { cause },
    );
  }
};

/** The reply that ends a connection. */
export const refusal = (reason: RefusalReason, message: string): Reply => ({
  type: 'error',
  reason,
  message,
  retry: passing.has(reason),
});

/** A refusal as an error. */
export const refusalError = (
  owner: string,
  reason: RefusalReason,
  message: string,
): AudioFlowError =>
  new AudioFlowError(codes[reason], `${owner}: ${message}`, {
    details: { reason, retry: passing.has(reason) },
  });

import type { AudioFlowError } from '@audioflow/core';
import { decodeIcyText } from '../../icy/decode-icy-text.js';
import { type AnswerHead, createAnswerReader } from '../dial/create-answer-reader.js';
import { refusalError } from './client-refusal.js';

/**
 * What a server has said to a source: nothing yet, `100 Continue`, that it takes the stream, or that it
 * does not.
 */
export type AnswerState = 'waiting' | 'continued' | 'accepted' | 'refused';

/** Follows the answers to a source's request. */
export interface AnswerWatch {
  readonly state: AnswerState;
  /** @throws AudioFlowError `malformed-data`: what answers is no HTTP server. */
  push(bytes: Uint8Array): void;
  /** The refusal, with as much of the reason as has come. */
  refusal(): AudioFlowError;
}

const MAX_REASON_BYTES = 1024;
const MAX_REASON = 200;

/** The words of a page, without its tags and its title. */
const plain = (text: string): string =>
  text
    .replaceAll(/<title>[^<]*<\/title>/gi, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_REASON);

/** @param where Host, port and mount, for the error. */
export const createAnswerWatch = (where: string): AnswerWatch => {
  const next = (): ReturnType<typeof createAnswerReader> => createAnswerReader('icecastClient');
  let reader = next();
  let state: AnswerState = 'waiting';
  let refused: AnswerHead | undefined;
  let reason = new Uint8Array();

  const takeReason = (bytes: Uint8Array): void => {
    const part = bytes.subarray(0, MAX_REASON_BYTES - reason.length);
    reason = new Uint8Array(Buffer.concat([reason, part]));
  };
  const takeHead = (head: AnswerHead): void => {
    if (head.status < 200) state = 'continued';
    else if (head.status < 300) state = 'accepted';
    else {
      state = 'refused';
      refused = head;
    }
  };
  return {
    get state() {
      return state;
    },
    push(bytes) {
      let rest = bytes;
      while (rest.length > 0) {
        if (state === 'accepted') return;
        if (state === 'refused') return takeReason(rest);
        const found = reader.push(rest);
        if (found === undefined) return;
        takeHead(found.head);
        reader = next();
        rest = found.rest;
      }
    },
    refusal() {
      const said = plain(decodeIcyText(reason)) || (refused?.reason ?? '').slice(0, MAX_REASON);
      return refusalError(where, { status: refused?.status ?? 0, said });
    },
  };
};

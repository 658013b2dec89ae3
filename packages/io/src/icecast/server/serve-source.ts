import type { Socket } from 'node:net';
import { type AudioFlowError, isAudioFlowError } from '@audioflow/core';
import type { Refusal } from '../../broadcast/refusal.js';
import { admitSource } from './admit-source.js';
import { answerRefusal } from './answer-source.js';
import type { Mount } from './create-mount.js';
import { createHeadReader, type RequestHead } from './read-request-head.js';
import { remoteOf } from './remote-of.js';
import { type BodyContext, serveBody } from './serve-body.js';

/** What the connections of sources share. */
export interface SourceContext extends BodyContext {
  readonly maxHeaderBytes: number;
  readonly headerTimeoutMs: number;
  find(path: string): Mount | undefined;
  /** Whether the address may ask once more. */
  mayAsk(address: string): boolean;
}

/** What is wrong with a request, as an answer. */
const refusalOf = (error: AudioFlowError): Refusal => {
  const { code, message } = error;
  const status = code === 'limit-exceeded' ? 431 : code === 'unsupported' ? 501 : 400;
  return { status, code, message };
};

const TOO_OFTEN: Refusal = {
  status: 429,
  code: 'limit-exceeded',
  message: 'too many requests of this address: try again later',
};

/**
 * Serves a connection whose first bytes are those of a source, from its first byte to its last. Node's
 * own server cannot: it takes a body without a length for empty, and the audio for the next request.
 */
export const serveSource = (socket: Socket, first: Uint8Array, context: SourceContext): void => {
  const reader = createHeadReader(context.maxHeaderBytes);
  const remote = remoteOf(socket);
  let takeBody: ((bytes: Uint8Array) => void) | undefined;
  let isRefused = false;

  const refuse = (refusal: Refusal, head?: RequestHead): void => {
    if (isRefused) return;
    isRefused = true;
    clearTimeout(timer);
    context.onRefused(refusal, remote);
    answerRefusal(socket, head, refusal);
  };
  const timer = setTimeout(() => {
    const message = `expected the head of a request within ${context.headerTimeoutMs} ms`;
    refuse({ status: 408, code: 'timeout', message });
  }, context.headerTimeoutMs);
  const takeHead = (bytes: Uint8Array): void => {
    const read = reader.push(bytes);
    if (read === undefined) return;
    clearTimeout(timer);
    if (!context.mayAsk(socket.remoteAddress ?? '?')) {
      refuse(TOO_OFTEN, read.head);
      return;
    }
    const admitted = admitSource(read.head, context.find);
    if ('status' in admitted) {
      refuse(admitted, read.head);
      return;
    }
    takeBody = serveBody(socket, admitted, context);
    if (read.rest.length > 0) takeBody(read.rest);
  };
  const take = (bytes: Uint8Array): void => {
    if (isRefused) return;
    if (takeBody !== undefined) {
      takeBody(bytes);
      return;
    }
    try {
      takeHead(bytes);
    } catch (error) {
      if (!isAudioFlowError(error)) throw error;
      refuse(refusalOf(error));
    }
  };

  socket.on('error', () => socket.destroy());
  socket.on('close', () => clearTimeout(timer));
  socket.on('end', () => {
    if (takeBody === undefined && !isRefused) socket.destroy();
  });
  socket.on('data', take);
  take(first);
};

import type { Socket } from 'node:net';
import { AudioFlowError, isAudioFlowError, type Packet } from '@audioflow/core';
import type { Refusal } from '../../broadcast/refusal.js';
import { createPacketQueue, type PacketQueue } from '../../tcp/packet-queue.js';
import type { AdmittedSource } from './admit-source.js';
import { answerContinue, answerOk, answerRefusal, hangUp } from './answer-source.js';
import { createSourceParser } from './create-source-parser.js';
import { remoteOf } from './remote-of.js';
import { sourceLabel } from './source-label.js';

/** What the bodies of sources share. */
export interface BodyContext {
  readonly maxGarbageBytes: number;
  readonly highWaterBytes: number;
  onRefused(refusal: Refusal, remote: string): void;
}

interface Stream {
  readonly queue: PacketQueue;
  /** Whether it has been offered to the mount. */
  isOffered: boolean;
  isOver: boolean;
}

/** Reads the body of an admitted source: bytes -> packets -> the mount. */
export const serveBody = (
  socket: Socket,
  { head, mount, codec, body, reservation }: AdmittedSource,
  context: BodyContext,
): ((bytes: Uint8Array) => void) => {
  const remote = remoteOf(socket);
  const parser = createSourceParser(codec, context.maxGarbageBytes);
  // With 100 the last word is said when the first packets are there: a liar is told what is wrong.
  const isPatient = head.headers.get('expect')?.toLowerCase() === '100-continue';
  let isAnswered = !isPatient;
  const stream: Stream = {
    isOffered: false,
    isOver: false,
    queue: createPacketQueue({
      name: `icecastServer(${remote})`,
      highWaterBytes: context.highWaterBytes,
      onRoom: () => socket.resume(),
      onTake: () => undefined,
      onLeave: () => finish(),
    }),
  };
  const { queue } = stream;

  /** Nothing more is taken; false if that was so before. */
  const finish = (refusal?: Refusal): boolean => {
    if (stream.isOver) return false;
    stream.isOver = true;
    clearTimeout(timer);
    reservation.release();
    if (refusal !== undefined && !isAnswered) answerRefusal(socket, head, refusal);
    else hangUp(socket);
    return true;
  };
  const refuse = (refusal: Refusal): void => {
    if (!finish(refusal)) return;
    context.onRefused(refusal, remote);
    queue.fail(new AudioFlowError(refusal.code, `icecastServer(${remote}): ${refusal.message}`));
  };
  const { sourceTimeoutMs } = mount.settings;
  const timer = setTimeout(() => {
    const message = `expected audio within ${sourceTimeoutMs} ms`;
    refuse({ status: 408, code: 'timeout', message });
  }, sourceTimeoutMs);

  const offer = ({ sampleRate, channelCount }: Packet): void => {
    stream.isOffered = true;
    clearTimeout(timer);
    void reservation.begin({
      kind: 'icecast',
      remote,
      format: { codec, sampleRate, channelCount },
      label: sourceLabel(head.headers),
      packets: queue.stream,
      dismiss: refuse,
    });
    if (stream.isOver || isAnswered) return;
    isAnswered = true;
    answerOk(socket, head);
  };
  const take = (packet: Packet): void => {
    if (!stream.isOffered) offer(packet);
    if (!stream.isOver) queue.push(packet);
  };
  /** The body has come to its end, or the connection has. */
  const end = (error?: AudioFlowError): void => {
    if (stream.isOver) return;
    parser.end(take);
    if (!stream.isOffered) {
      refuse({ status: 400, code: 'malformed-data', message: 'expected audio, got none' });
      return;
    }
    if (!finish()) return;
    if (error === undefined) queue.end();
    else queue.fail(error);
  };
  const lose = (cause?: Error): void =>
    end(new AudioFlowError('io', `the connection of ${remote} has ended`, { cause }));
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!isAudioFlowError(error)) throw error;
      refuse({ status: 415, code: error.code, message: error.message });
    }
  };

  socket.on('end', () => guarded(() => lose()));
  socket.on('error', (cause) => guarded(() => lose(cause)));
  socket.on('close', () => guarded(() => lose()));
  if (isPatient) answerContinue(socket);
  else answerOk(socket, head);
  // A body of length 0 brings no bytes to end it.
  if (body.ended) guarded(() => end());

  return (bytes) => {
    if (stream.isOver) return;
    guarded(() => {
      body.push(bytes, (part) => parser.push(part, take));
      if (body.ended) end();
      else if (queue.full && !stream.isOver) socket.pause();
    });
  };
};

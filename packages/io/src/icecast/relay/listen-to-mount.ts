import { createAdtsParser, createMp3Parser } from '@audioflow/codecs/bitstream';
import { AudioFlowError, isAudioFlowError, type Packet } from '@audioflow/core';
import { createIcyParser, type IcyEvent } from '../../icy/create-icy-parser.js';
import type { IcyTitle } from '../../icy/encode-icy-block.js';
import { createRelayBody } from './create-relay-body.js';
import { type MountAnswer, showUrl } from './open-mount.js';
import { codecOfAnswer, metaintOfAnswer } from './relay-info.js';

/** How a connection to a mount ended: a file was whole, or the stream was lost. */
export type MountEnding = 'whole' | AudioFlowError;

/** A mount that is being listened to. */
export interface MountListener {
  /** Settles once, when nothing comes any more. Never rejects. */
  readonly ended: Promise<MountEnding>;
  /** Stops and begins to read, as the reader asks. */
  pause(): void;
  resume(): void;
  /** Ends the connection; `ended` settles with `error`. */
  stop(error: AudioFlowError): void;
}

/** Who gets what a mount sends. */
export interface MountHandlers {
  readonly idleTimeoutMs: number;
  /** Takes a packet; an error that it throws ends the connection. */
  packet(packet: Packet): void;
  /** A title, ahead of the packets that come next. */
  title(title: IcyTitle): void;
}

const OWNER = 'openIcecast';

/** Takes the body of an answer apart: HTTP framing, titles, frames. */
const createDemuxer = (
  { head }: MountAnswer,
  handlers: MountHandlers,
): { push(bytes: Uint8Array): boolean; end(): void; readonly finite: boolean } => {
  const parser = codecOfAnswer(head) === 'mp3' ? createMp3Parser() : createAdtsParser();
  const icy = createIcyParser(metaintOfAnswer(head));
  const body = createRelayBody(head);
  const put = (packet: Packet): void => handlers.packet(packet);
  const take = (event: IcyEvent): void => {
    if (event.type === 'audio') parser.push(event.bytes, put);
    else handlers.title(event);
  };
  return {
    finite: body.finite,
    push(bytes) {
      body.push(bytes, (part) => icy.push(part, take));
      return !body.ended;
    },
    end: () => parser.end(put),
  };
};

/** Reads a mount from the end of its head on. Throws where the head asks for what is not read. */
export const listenToMount = (answer: MountAnswer, handlers: MountHandlers): MountListener => {
  const { socket, rest } = answer;
  const { idleTimeoutMs } = handlers;
  const where = showUrl(answer.url);
  let settle: (ending: MountEnding) => void = () => undefined;
  const ended = new Promise<MountEnding>((resolve) => {
    settle = resolve;
  });
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  /** Nothing has come since the timer ran out. */
  let silent = false;

  const stop = (ending: MountEnding): void => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    socket.destroy();
    settle(ending);
  };
  const idle = (): void => {
    silent = true;
    // A process that was busy has not read what has come: it is read before the immediate runs.
    setImmediate(() => {
      if (!silent || timer === undefined) return;
      const text = `${OWNER}: expected frames from ${where}, got none for ${idleTimeoutMs} ms`;
      stop(new AudioFlowError('timeout', text));
    });
  };
  /** Only whole frames are a sign of life. */
  const wait = (): void => {
    clearTimeout(timer);
    if (!over && idleTimeoutMs > 0) timer = setTimeout(idle, idleTimeoutMs);
  };
  const demuxer = createDemuxer(answer, {
    ...handlers,
    packet(packet) {
      if (over) return;
      silent = false;
      timer?.refresh();
      handlers.packet(packet);
    },
  });
  const guard = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!isAudioFlowError(error)) throw error;
      stop(error);
    }
  };
  const finish = (ending: MountEnding): void => {
    if (over) return;
    guard(() => demuxer.end());
    stop(ending);
  };
  const take = (bytes: Uint8Array): void => {
    if (over) return;
    guard(() => {
      if (demuxer.push(bytes)) return;
      const text = `${OWNER}: ${where}: the stream has ended`;
      finish(demuxer.finite ? 'whole' : new AudioFlowError('io', text));
    });
  };
  const lost = (): void => {
    finish(new AudioFlowError('io', `${OWNER}: ${where}: the server closed the connection`));
  };

  socket.on('data', take).on('close', lost);
  wait();
  let paused = false;
  const listener: MountListener = {
    ended,
    pause() {
      paused = true;
      clearTimeout(timer);
      timer = undefined;
      socket.pause();
    },
    resume() {
      paused = false;
      wait();
      socket.resume();
    },
    stop,
  };
  // Not before the caller has the listener: what came with the head may fill its queue.
  setImmediate(() => {
    take(rest);
    if (!paused && !over) socket.resume();
  });
  return listener;
};

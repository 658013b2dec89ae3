import type { Socket } from 'node:net';
import { AudioFlowError, isAudioFlowError } from '@audioflow/core';
import { createFrameDecoder } from './frame-decoder.js';
import { isHello, PROTOCOL_VERSION, parseHello } from './hello.js';
import { encodeReply, type RefusalReason, type Reply, refusal, refusalError } from './reply.js';
import { createSenderSession, type SenderSession } from './sender-session.js';
import type { ActiveSender, ServerContext } from './server-context.js';
import { createHelloParser, createLegacyParser, type StreamParser } from './stream-parser.js';

/** Replies that a sender does not read may wait up to here. */
const MAX_REPLY_BYTES = 65_536;
/** What a reader says to its sender may be so long. */
const MAX_MESSAGE = 1024;
/** After its last word the server waits so long for the sender to read it and to hang up. */
const LINGER_MS = 1000;

/** Ends a connection; what still comes is thrown away, so that the last word arrives. */
const linger = (socket: Socket, word?: Uint8Array): void => {
  if (word === undefined) socket.end();
  else socket.end(word);
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(timer));
};

const remoteOf = ({ remoteAddress = '?', remotePort = 0 }: Socket): string =>
  `${remoteAddress}:${remotePort}`;

const reasonOf = ({ code }: AudioFlowError): RefusalReason =>
  code === 'limit-exceeded' ? 'oversized' : 'malformed';

/** How a connection ended that should have gone on. */
const lossError = (
  owner: string,
  session: SenderSession | undefined,
  { partialBytes, cause }: { readonly partialBytes: number; readonly cause: Error | undefined },
): AudioFlowError => {
  const where = partialBytes === 0 ? 'between frames' : `${partialBytes} bytes into a frame`;
  const what = session === undefined ? 'before its hello' : `after ${session.packets} packets`;
  return new AudioFlowError(
    'io',
    `${owner}: expected an end of stream, lost the sender ${what}, ${where}`,
    { details: { stream: session?.id, partialBytes }, cause },
  );
};

/** Serves one socket from its first byte to its last. */
export const serveConnection = (socket: Socket, context: ServerContext): ActiveSender => {
  const { options, stats, senders } = context;
  const remote = remoteOf(socket);
  const owner = `ingestServer(${remote})`;
  const decoder = createFrameDecoder(options.maxFrameBytes);
  let session: SenderSession | undefined;
  let ended = false;

  const helloTimer = setTimeout(() => {
    refuse('idle', `expected a hello within ${options.helloTimeoutMs} ms`);
  }, options.helloTimeoutMs);
  const finish = (): void => {
    ended = true;
    clearTimeout(helloTimer);
    socket.setTimeout(0);
    if (session !== undefined && senders.get(session.id) === self) senders.delete(session.id);
  };
  const reply = (message: Reply): void => {
    if (socket.writable && socket.writableLength < MAX_REPLY_BYTES) {
      socket.write(encodeReply(message));
    }
  };

  /** Ends the connection with a word. */
  const refuse = (reason: RefusalReason, message: string): void => {
    if (ended) return;
    finish();
    stats.refused[reason] = (stats.refused[reason] ?? 0) + 1;
    const error = refusalError(owner, reason, message);
    context.report(error);
    session?.fail(error);
    linger(socket, encodeReply(refusal(reason, message)));
  };

  const lose = (cause?: Error): void => {
    if (ended) return;
    finish();
    stats.lost++;
    const error = lossError(owner, session, { partialBytes: decoder.partialBytes, cause });
    context.report(error);
    session?.fail(error);
    socket.destroy();
  };

  // Who leaves because a stream does not fit may still say so: a failed run settles some promises later.
  const leave = (): void => {
    setImmediate(() => refuse('receiver-left', 'the receiver of the stream has left'));
  };
  const accept = (id: string, parser: StreamParser, replies: boolean): void => {
    senders
      .get(id)
      ?.refuse('taken-over', `stream ${JSON.stringify(id)} was taken over by ${remote}`);
    clearTimeout(helloTimer);
    senders.set(id, self);
    socket.setTimeout(options.idleTimeoutMs);
    const { maxFrameBytes } = options;
    if (replies) reply({ type: 'welcome', audioflow: PROTOCOL_VERSION, maxFrameBytes });
    session = createSenderSession(context, {
      id,
      parser,
      remote,
      pause: () => socket.pause(),
      resume: () => socket.resume(),
      leave,
      refuse: (message) => refuse('unwanted', message.slice(0, MAX_MESSAGE)),
      reply: replies ? reply : undefined,
    });
    session.begin();
  };

  /** Accepts a sender, if there is somebody to take its stream and nobody else sends it. */
  const admit = (id: string, parser: StreamParser, replies: boolean): void => {
    if (!context.hasReceiver()) refuse('no-receiver', 'nobody takes streams at this moment');
    else if (senders.has(id) && options.onBusy === 'refuse') {
      refuse('busy', `stream ${JSON.stringify(id)} has a sender already`);
    } else accept(id, parser, replies);
  };

  const greet = (payload: Uint8Array): void => {
    const { legacy } = options;
    if (isHello(payload)) {
      const hello = parseHello(payload);
      if (context.isTokenRight(hello.token)) admit(hello.stream, createHelloParser(hello), true);
      else refuse('bad-token', 'expected the right token, got another one or none');
    } else if (legacy === undefined) {
      refuse('malformed', 'expected a hello as JSON in the first frame, got other bytes');
    } else {
      admit(legacy.streamId, createLegacyParser(legacy.codec), false);
      if (!ended) session?.take(payload);
    }
  };

  const takeFrame = (payload: Uint8Array): void => {
    if (ended) return;
    if (payload.length > 0) {
      if (session === undefined) greet(payload);
      else session.take(payload);
      return;
    }
    // What its last bytes break is refused like any other.
    session?.end();
    if (ended) return;
    finish();
    linger(socket);
  };

  socket.on('data', (bytes: Buffer) => {
    stats.bytes += bytes.length;
    if (ended) return;
    try {
      decoder.push(bytes, takeFrame);
    } catch (error) {
      if (!isAudioFlowError(error)) throw error;
      refuse(reasonOf(error), error.message);
    }
  });
  socket.on('timeout', () => {
    // A sender that we hold cannot be heard.
    if (socket.isPaused()) socket.setTimeout(options.idleTimeoutMs);
    else refuse('idle', `expected a packet within ${options.idleTimeoutMs} ms`);
  });
  socket.on('end', () => lose());
  socket.on('error', lose);
  socket.on('close', () => {
    lose();
    stats.active--;
  });
  const self: ActiveSender = { refuse };
  return self;
};

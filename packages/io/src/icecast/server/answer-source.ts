import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Refusal } from '../../broadcast/refusal.js';
import type { RequestHead } from './read-request-head.js';

/** After its last word the server waits so long for the sender to read it and to hang up. */
const LINGER_MS = 1000;

/** Icecast answers its old protocol as HTTP/1.0, and its clients look for that. */
const versionFor = (head: RequestHead | undefined): string =>
  head?.version === 'HTTP/1.1' ? 'HTTP/1.1' : 'HTTP/1.0';

/** Tells a source to go on with its body before the last word is said. */
export const answerContinue = (socket: Socket): void => {
  socket.write('HTTP/1.1 100 Continue\r\n\r\n');
};

/** Accepts a source. The connection ends with its body. */
export const answerOk = (socket: Socket, head: RequestHead): void => {
  if (!socket.writable) return;
  const fields = 'Connection: close\r\nServer: audioflow\r\nAllow: GET, HEAD, PUT, SOURCE\r\n';
  socket.write(`${versionFor(head)} 200 OK\r\n${fields}\r\n`);
};

/** Ends a connection in order; what still comes is thrown away, so that the last word arrives. */
export const hangUp = (socket: Socket, word = ''): void => {
  if (socket.destroyed) return;
  if (word === '') socket.end();
  else socket.end(word);
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once('close', () => clearTimeout(timer));
};

/** Refuses a request, in plain text, and ends its connection. */
export const answerRefusal = (
  socket: Socket,
  head: RequestHead | undefined,
  { status, message }: Pick<Refusal, 'status' | 'message'>,
): void => {
  const body = `${message}\n`;
  hangUp(
    socket,
    [
      `${versionFor(head)} ${status} ${STATUS_CODES[status] ?? 'Error'}`,
      'Connection: close',
      'Server: audioflow',
      ...(status === 401 ? ['WWW-Authenticate: Basic realm="audioflow", charset="UTF-8"'] : []),
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
};

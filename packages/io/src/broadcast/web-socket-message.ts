/** RFC 6455, section 5.2: final, of this opcode. What servers send is not masked. */
const HEAD = { text: 0x81, binary: 0x82 } as const;

/** A whole WebSocket message, made once for all who get it. */
export interface WebSocketMessage {
  /** What goes to the socket, head included. */
  readonly message: Buffer;
  /** The payload within `message`. */
  readonly payload: Buffer;
}

/**
 * Puts the head of a WebSocket message before a payload: final, not masked, not compressed (RFC 6455, section 5.2), as servers may send it.
 *
 * In plain words: the same message for any number of clients is written once, and goes to each socket as it is, by {@link writeAtOnce}.
 *
 * @param parts The payload, in pieces that are joined: UTF-8 for `text`.
 *
 * @example
 * import { webSocketMessage } from '@audioflow/io/broadcast';
 * const { message, payload } = webSocketMessage('text', [Buffer.from('on '), Buffer.from('air')]);
 * console.log(message.toString('hex', 0, 2), payload.toString()); // 8106 on air
 */
export const webSocketMessage = (
  kind: keyof typeof HEAD,
  parts: readonly Uint8Array[],
): WebSocketMessage => {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const headBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  // A Buffer of its own memory: sockets wrap any other array anew at each write.
  const message = Buffer.alloc(headBytes + length);
  message.writeUInt8(HEAD[kind], 0);
  message.writeUInt8(headBytes === 2 ? length : headBytes === 4 ? 126 : 127, 1);
  if (headBytes === 4) message.writeUInt16BE(length, 2);
  if (headBytes === 10) message.writeBigUInt64BE(BigInt(length), 2);
  let at = headBytes;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  return { message, payload: message.subarray(headBytes) };
};

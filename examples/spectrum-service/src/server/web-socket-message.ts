/** RFC 6455, section 5.2: final, of this opcode. What servers send is not masked. */
const HEAD = { text: 0x81, binary: 0x82 } as const;

/** A whole WebSocket message: made once, it goes to any number of sockets as it is. */
export const webSocketMessage = (kind: keyof typeof HEAD, payload: Uint8Array): Buffer => {
  const { length } = payload;
  const headBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const message = Buffer.alloc(headBytes + length);
  message.writeUInt8(HEAD[kind], 0);
  message.writeUInt8(headBytes === 2 ? length : headBytes === 4 ? 126 : 127, 1);
  if (headBytes === 4) message.writeUInt16BE(length, 2);
  if (headBytes === 10) message.writeBigUInt64BE(BigInt(length), 2);
  message.set(payload, headBytes);
  return message;
};

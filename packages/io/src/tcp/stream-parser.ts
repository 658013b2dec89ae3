import { createAdtsParser, createMp3Parser } from '@audioflow/codecs/bitstream';
import type { Packet } from '@audioflow/core';
import { type Hello, type IngestInfo, infoOfPacket } from './hello.js';
import { createPacketDecoder } from './packet-payload.js';

/** Turns the payloads of one sender into packets. */
export interface StreamParser {
  /** What the stream is; undefined until a legacy sender's first packet is whole. */
  readonly info: IngestInfo | undefined;
  push(payload: Uint8Array, out: (packet: Packet) => void): void;
  end(out: (packet: Packet) => void): void;
}

/** Payloads behind a hello. */
export const createHelloParser = ({ info }: Hello): StreamParser => {
  const decode = createPacketDecoder(info);
  return { info, push: (payload, out) => out(decode(payload)), end: () => undefined };
};

/** Payloads of bare frames: the parser does not rely on payloads holding whole frames. */
export const createLegacyParser = (codec: 'mp3' | 'aac'): StreamParser => {
  const parser = codec === 'mp3' ? createMp3Parser() : createAdtsParser();
  let info: IngestInfo | undefined;
  const note =
    (out: (packet: Packet) => void) =>
    (packet: Packet): void => {
      info ??= infoOfPacket(packet);
      out(packet);
    };
  return {
    get info() {
      return info;
    },
    push: (payload, out) => parser.push(payload, note(out)),
    end: (out) => parser.end(note(out)),
  };
};

import type { Packet } from '@audioflow/core';
import type { DecoderSession } from '@audioflow/core/codec';

type Session = DecoderSession<string>;
/** Opens a decoder for a stream that begins with a packet. */
export type OpenDecoder = (first: Packet) => Session | Promise<Session>;

/**
 * A decoder that begins anew with each link of a chain. The packets of a stream share one `config`: another
 * one, though its bytes are the same, is another stream, of which the old decoder would make other samples.
 */
export const openLinkDecoder = async (first: Packet, open: OpenDecoder): Promise<Session> => {
  let session = await open(first);
  let { config } = first;
  let closed = false;
  const restart = async (packet: Packet, out: Parameters<Session['push']>[1]): Promise<void> => {
    const old = session;
    await old.end(out);
    await old.close();
    if (closed) return;
    session = await open(packet);
    // Closed meanwhile: nobody else would close it.
    if (closed) await session.close();
    else await session.push(packet, out);
  };
  return {
    push: (packet, out) => {
      if (packet.config === config) return session.push(packet, out);
      config = packet.config;
      return restart(packet, out);
    },
    end: (out) => session.end(out),
    close: () => {
      closed = true;
      return session.close();
    },
  };
};

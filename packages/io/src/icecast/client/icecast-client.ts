import { isAudioFlowError, type Packet, type Sink } from '@audioflow/core';
import { createClientDialer } from './client-dialer.js';
import { resolveClientOptions } from './client-options.js';
import { type ClientFramer, createClientFramer } from './create-client-framer.js';
import { createTitleSender } from './create-title-sender.js';
import type { IcecastClientOptions } from './icecast-client.types.js';

/**
 * Makes a sink that sends mp3 or aac packets to a mount of an Icecast server, version 2 or newer. In plain
 * words: what you play goes on the air there.
 *
 * It connects on the first packet and waits until the server takes the stream; then it sends bare frames
 * (aac in ADTS), without a length and never chunked. A server reads as fast as it is sent to: put `pace()`
 * before, unless the source is live. A server that does not read slows the stream down; nothing is dropped
 * while the connection is there. After a loss the client comes back with growing delays and goes on with
 * the packet at hand, at a frame border; a `lost` event tells what had not left. A wrong password, an
 * unknown mount and a codec that the server does not take end it at once; a mount that is in use (403) is
 * tried again. Trims and `pts` do not travel. On close it sends what is queued, and the end.
 *
 * @throws AudioFlowError `invalid-option` at once; while writing `unavailable` (attempts used up, with the
 * last cause), `invalid-option` (401 and 404), `unsupported` (the codec, the method), `malformed-data` (no
 * Icecast answers, or a packet cannot be framed), `format-changed`; on close also `io` and `timeout`.
 *
 * @example
 * import { once } from 'node:events';
 * import { createServer } from 'node:net';
 * import { run, sine } from '@audioflow/core';
 * import { encode } from '@audioflow/core/codec';
 * import { mp3 } from '@audioflow/codecs';
 * import { icecastClient } from '@audioflow/io';
 * // In the place of a real one: it takes all, and says so.
 * const icecast = createServer((socket) => {
 *   socket.once('data', () => socket.write('HTTP/1.0 200 OK\r\n\r\n')).resume();
 * });
 * await once(icecast.listen({ port: 0, host: '127.0.0.1' }), 'listening');
 * const { port } = Object(icecast.address());
 * const events = [];
 * await run(
 *   sine({ duration: 1, sampleRate: 48_000 }).pipe(encode(mp3)),
 *   icecastClient({ port, mount: '/live', password: 'x', onEvent: (e) => events.push(e.type) }),
 * );
 * console.log(events.join()); // connected,closed
 * icecast.close();
 */
export const icecastClient = (options: IcecastClientOptions): Sink<Packet> => {
  const checked = resolveClientOptions(options);
  const { closeTimeoutMs } = checked;
  const controller = new AbortController();
  const titles = createTitleSender(checked);
  const dialer = createClientDialer({
    options: checked,
    signal: controller.signal,
    onConnected: titles.begin,
  });
  let framer: ClientFramer | undefined;
  let closing = false;

  const sendSlowly = async (packet: Packet, frame: Uint8Array, type: string): Promise<void> => {
    for (;;) {
      const connection = await dialer.connect(packet, type);
      try {
        await connection.send(frame);
        return;
      } catch (error) {
        // A lost connection: the packet at hand goes to the next one.
        if (connection.failure === undefined) throw error;
      }
    }
  };

  return {
    write(packet) {
      if (framer === undefined) {
        framer = createClientFramer(packet);
        titles.watch();
      }
      const { contentType } = framer;
      const frame = framer.frame(packet);
      const { connection } = dialer;
      if (connection === undefined) return sendSlowly(packet, frame, contentType);
      return connection.send(frame)?.catch(() => sendSlowly(packet, frame, contentType));
    },
    async close() {
      if (framer === undefined) return;
      closing = true;
      try {
        await dialer.finish(closeTimeoutMs);
      } catch (error) {
        if (!isAudioFlowError(error, 'timeout')) dialer.destroy();
        throw error;
      } finally {
        titles.stop();
      }
      dialer.destroy();
    },
    async abort(reason) {
      titles.stop();
      // The stream is whole and on its way: a server that is slow shall have it all the same.
      if (closing && isAudioFlowError(reason, 'timeout')) return dialer.leave();
      controller.abort();
      dialer.destroy();
    },
  };
};

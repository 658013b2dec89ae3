import {
  AudioFlowError,
  type Clock,
  checkOptions,
  isAudioFlowError,
  type Packet,
  type Sink,
  systemClock,
} from '@audioflow/core';
import * as z from 'zod';
import type { ClientConnection } from './client-connection.js';
import { createDialer } from './dialer.js';
import { infoOfPacket } from './hello.js';
import type { IngestClientEvent, IngestClientOptions } from './ingest-client.types.js';
import { encodePacketPayload } from './packet-payload.js';
import { reconnectSchema } from './reconnect-schema.js';

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isClock = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'sleep' in value;

const schema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(1).max(65_535),
  streamId: z.string().regex(/^[\w.:-]{1,128}$/, 'expected 1 to 128 of A-Z a-z 0-9 _ . : -'),
  token: z.string().min(1).max(1024).optional(),
  bitrate: z.number().positive().optional(),
  reconnect: reconnectSchema,
  connectTimeoutMs: z.number().positive().default(5000),
  closeTimeoutMs: z.number().positive().default(5000),
  onEvent: z
    .custom<(event: IngestClientEvent) => void>(isFunction, 'expected a function')
    .optional(),
  clock: z.custom<Clock>(isClock, 'expected a Clock').default(systemClock),
  random: z.custom<() => number>(isFunction, 'expected a function').default(() => Math.random),
});

const checkSame = (packet: Packet, first: Packet): void => {
  const same =
    packet.codec === first.codec &&
    packet.sampleRate === first.sampleRate &&
    packet.channelCount === first.channelCount;
  if (same) return;
  const show = (p: Packet): string =>
    `${p.codec}, ${p.sampleRate} Hz, ${p.channelCount} channel(s)`;
  throw new AudioFlowError(
    'format-changed',
    `ingestClient: expected ${show(first)} to the end, got ${show(packet)} at pts ${packet.pts}: send it as another stream`,
  );
};

const checkLength = (payload: Uint8Array, limit: number): void => {
  if (payload.length <= limit) return;
  throw new AudioFlowError(
    'limit-exceeded',
    `ingestClient: expected packets of at most ${limit} bytes with their head, got one of ${payload.length}: raise maxFrameBytes of the server`,
  );
};

/**
 * Makes a sink that sends packets to an {@link ingestServer}.
 *
 * It connects on the first packet, and slows the stream down when the server does not read. After a lost
 * connection it comes back with growing delays, says hello again and goes on with the packet at hand;
 * how many packets the server had not acknowledged is told by a `lost` event. An attempt has succeeded
 * once the server has acknowledged a packet of it; a connection that is lost before, or whose reader
 * leaves soon, counts as one that failed. Refusals that will not pass (a wrong token, a frame that is too
 * long, a sender that took over, a reader that does not want the stream) end it at once. On close it
 * sends the end of the stream and waits until the server has confirmed it, as long as there is progress;
 * after a `timeout` what is queued still goes out. `run` limits the close by its own `settleMs` too.
 *
 * @throws AudioFlowError `invalid-option` at once; while writing `unavailable` (attempts used up, with the
 * last cause), `invalid-option` (the token), `limit-exceeded` (a packet too long for the server),
 * `malformed-data` (a field of a packet out of range), `format-changed`, `unsupported` (the reader does not
 * want the stream), `aborted` (another sender took over); on close also `io` and `timeout`.
 *
 * @example
 * import { run, sine } from '@audioflow/core';
 * import { encode } from '@audioflow/core/codec';
 * import { aac } from '@audioflow/codecs';
 * import { ingestClient, ingestServer } from '@audioflow/io';
 * const server = await ingestServer();
 * server.streams.subscribe(({ packets }) => packets.subscribe());
 * const events = [];
 * await run(
 *   sine({ duration: 1, sampleRate: 48_000 }).pipe(encode(aac)),
 *   ingestClient({ port: server.address.port, streamId: 'a', onEvent: (e) => events.push(e.type) }),
 * );
 * console.log(events.join(), server.stats.completed); // connected,closed 1
 * await server.close();
 */
export const ingestClient = (options: IngestClientOptions): Sink<Packet> => {
  const checked = checkOptions('ingestClient', schema, options);
  const { streamId: stream, token, bitrate, closeTimeoutMs } = checked;
  const controller = new AbortController();
  const dialer = createDialer({ ...checked, signal: controller.signal });
  let first: Packet | undefined;
  let closing = false;
  /** The config that the server knows, and from which connection. */
  let told: { readonly by: ClientConnection; readonly config: Uint8Array | undefined } | undefined;

  const sendOn = (connection: ClientConnection, packet: Packet): void | Promise<void> => {
    const { config } = told?.by === connection ? told : packet;
    const payload = encodePacketPayload(packet, config);
    checkLength(payload, connection.maxFrameBytes);
    told = { by: connection, config: packet.config };
    return connection.send(payload);
  };
  const sendSlowly = async (packet: Packet): Promise<void> => {
    const info = infoOfPacket(packet, bitrate);
    for (;;) {
      const connection = await dialer.connect({ stream, info, token });
      try {
        await sendOn(connection, packet);
        return;
      } catch (error) {
        // A lost connection: the packet at hand goes to the next one.
        if (connection.failure === undefined) throw error;
      }
    }
  };

  return {
    write(packet) {
      first ??= packet;
      checkSame(packet, first);
      const { connection } = dialer;
      if (connection === undefined) return sendSlowly(packet);
      return sendOn(connection, packet)?.catch(() => sendSlowly(packet));
    },
    async close() {
      if (first === undefined) return;
      closing = true;
      try {
        await dialer.finish(closeTimeoutMs);
      } catch (error) {
        if (!isAudioFlowError(error, 'timeout')) dialer.destroy();
        throw error;
      }
      dialer.destroy();
    },
    async abort(reason) {
      // The stream is whole and on its way: a reader that is slow shall have it all the same.
      if (closing && isAudioFlowError(reason, 'timeout')) return dialer.leave();
      controller.abort();
      dialer.destroy();
    },
  };
};

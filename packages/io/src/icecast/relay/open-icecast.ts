import { AudioFlowError } from '@audioflow/core';
import { createRelaySession } from './create-relay-session.js';
import type { IcecastInfo, IcecastRelay, OpenIcecastOptions } from './open-icecast.types.js';
import { relayInfo } from './relay-info.js';
import { resolveRelayOptions } from './relay-options.js';

const remoteOf = ({ remoteAddress = '?', remotePort = 0 }: Remote): string =>
  `${remoteAddress}:${remotePort}`;

interface Remote {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

/**
 * Opens a mount of an Icecast, SHOUTcast or other HTTP station, and keeps it open. In plain words: you
 * listen to a radio, and get its packets and the titles of its songs.
 *
 * It resolves with the first frame. `packets` can be subscribed once; a reader that holds stops the
 * socket, and the station drops who stays behind for too long. After a loss it connects again with
 * growing delays. Time goes on from packet to packet: what was missed is not there, and leaves no gap in
 * `pts`; what a station sends again after a loss comes again. Leaving `packets` closes the connection, as
 * `close` does for a stream that nobody reads. Only a file completes: an answer with a length and
 * without titles. The answer may be `ICY 200 OK` or HTTP, chunked or not, and up to 5 redirects away.
 *
 * @param url Of the stream itself, `http:` or `https:`; user and password may stand in it.
 * @returns The stream, in the shape of an `IngestStream`.
 * @throws AudioFlowError as a rejection, and through `packets`: `invalid-option` (also 401),
 * `unavailable` (no source on the mount, or attempts used up), `unsupported` (no mp3 or aac),
 * `malformed-data` (no station answers), `io`, `timeout`, `aborted`; through `packets` also
 * `format-changed`.
 *
 * @example
 * import { once } from 'node:events';
 * import { createServer } from 'node:http';
 * import { run, sine } from '@audioflow/core';
 * import { encode } from '@audioflow/core/codec';
 * import { framePackets, mp3 } from '@audioflow/codecs';
 * import { openIcecast } from '@audioflow/io';
 * // In the place of a station: one second, and its length.
 * const parts = [];
 * const tone = sine({ duration: 1, sampleRate: 48_000 }).pipe(encode(mp3), framePackets(mp3));
 * await run(tone, { write: (bytes) => void parts.push(bytes) });
 * const body = Buffer.concat(parts);
 * const station = createServer((_, response) => {
 *   response.setHeader('icy-name', 'Tone');
 *   response.writeHead(200, { 'content-type': 'audio/mpeg', 'content-length': body.length });
 *   response.end(body);
 * });
 * await once(station.listen({ port: 0, host: '127.0.0.1' }), 'listening');
 * const { port } = Object(station.address());
 * const { info, packets } = await openIcecast(`http://127.0.0.1:${port}/live`);
 * const report = await run(packets, { write: () => {} });
 * console.log(info.name, info.codec, info.sampleRate, report.items); // Tone mp3 48000 43
 * station.close();
 */
export const openIcecast = async (
  url: string,
  options: OpenIcecastOptions = {},
): Promise<IcecastRelay> => {
  const checked = resolveRelayOptions(url, options);
  const { id, signal } = checked;
  const session = createRelaySession(checked);
  const abort = (): void => {
    session.end(new AudioFlowError('aborted', 'openIcecast: aborted', { cause: signal?.reason }));
  };
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();

  let first: { readonly info: IcecastInfo; readonly remote: string } | undefined;
  const opened = new Promise<void>((resolve) => {
    const over = session.keep((packet, answer) => {
      first = { info: relayInfo(answer.head, packet), remote: remoteOf(answer.socket) };
      resolve();
    });
    void over.then(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
  });
  await opened;
  if (first === undefined) {
    throw (
      session.failure ??
      new AudioFlowError('malformed-data', 'openIcecast: expected frames of audio, got none')
    );
  }
  return {
    id,
    ...first,
    packets: session.packets,
    metadata: session.titles,
    refuse: (message) => session.end(new AudioFlowError('unsupported', `openIcecast: ${message}`)),
    close: () => session.end(),
  };
};

import type { Packet } from '@audioflow/core';
import { basicAuth } from '../dial/basic-auth.js';
import type { ResolvedClientOptions } from './client-options.js';

/** What the request of a source is made of. */
export interface ClientRequest {
  readonly options: ResolvedClientOptions;
  readonly contentType: string;
  /** A packet of the stream. */
  readonly packet: Packet;
}

/** A host as it stands in headers: an IPv6 address in brackets. */
export const hostHeader = (host: string, port: number): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** A path as it stands in a request line; what is encoded already stays as it is. */
export const encodePath = (path: string): string =>
  path.replaceAll(/[^!-~]+/g, (part) => encodeURIComponent(part));

const audioInfo = ({ options, packet }: ClientRequest): string => {
  const { bitrate } = options;
  const rate = bitrate === undefined ? '' : `ice-bitrate=${Math.round(bitrate / 1000)};`;
  return `${rate}ice-samplerate=${packet.sampleRate};ice-channels=${packet.channelCount}`;
};

/**
 * The head of a source's request, whose body follows bare and without a length. An Icecast 2.4 takes a
 * chunked body for audio, chunk headers and all: there must be no `Transfer-Encoding`.
 */
export const clientRequest = (request: ClientRequest): Uint8Array => {
  const { options, contentType } = request;
  const { method, mount, host, port, user, password, bitrate } = options;
  const isPut = method === 'PUT';
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['Host', hostHeader(host, port)],
    ['Authorization', basicAuth(user, password)],
    ['User-Agent', 'audioflow'],
    ['Content-Type', contentType],
    ['Ice-Name', options.name],
    ['Ice-Description', options.description],
    ['Ice-Genre', options.genre],
    ['Ice-URL', options.url],
    ['Ice-Public', options.public ? '1' : '0'],
    ['Ice-Bitrate', bitrate === undefined ? undefined : `${Math.round(bitrate / 1000)}`],
    ['Ice-Audio-Info', audioInfo(request)],
    ['Expect', isPut ? '100-continue' : undefined],
  ];
  const headers = lines.flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}: ${value}`],
  );
  const first = `${method} ${encodePath(mount)} HTTP/1.${isPut ? 1 : 0}`;
  return new TextEncoder().encode(`${[first, ...headers].join('\r\n')}\r\n\r\n`);
};

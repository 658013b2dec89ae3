import type { IncomingMessage, ServerResponse } from 'node:http';
import { wavHeader } from '../container/index.js';
import { createIcyInserter, type IcyShare } from '../icy/index.js';
import type { ResolvedBroadcasterOptions } from './broadcaster-options.js';
import { createHttpListener } from './create-http-listener.js';
import type { Listener } from './listener.js';
import type { StreamInfo } from './stream-info.js';

/** Headers take Latin-1 only; icy clients read the bytes as UTF-8. */
const headerText = (text: string): string => Buffer.from(text).toString('latin1');

const stationHeaders = (options: ResolvedBroadcasterOptions): Record<string, string> => {
  const { name, description, genre, url, isPublic } = options;
  const texts = { name, description, genre, url };
  const given = Object.entries(texts).flatMap(([key, text]) =>
    text === undefined ? [] : [[`icy-${key}`, headerText(text)]],
  );
  return { ...Object.fromEntries(given), 'icy-pub': isPublic ? '1' : '0' };
};

const liveHeaders = (
  options: ResolvedBroadcasterOptions,
  { mime, bitrate }: StreamInfo,
): Record<string, string> => ({
  'Content-Type': mime,
  'Cache-Control': 'no-cache, no-store',
  'Accept-Ranges': 'none',
  'X-Content-Type-Options': 'nosniff',
  ...(bitrate === undefined ? {} : { 'icy-br': String(Math.round(bitrate / 1000)) }),
  ...stationHeaders(options),
});

/** Sizes of an endless file: as large as the fields can say. */
const wavPreamble = ({ sampleRate, channelCount, codec }: StreamInfo): Uint8Array | undefined =>
  codec === 'pcm'
    ? Buffer.from(wavHeader({ sampleType: 's16', sampleRate, channelCount, rf64: false }))
    : undefined;

/** Answers requests for the live stream; undefined where there is nobody to listen (HEAD). */
export const createLiveServer = (
  options: ResolvedBroadcasterOptions,
  info: StreamInfo,
): ((request: IncomingMessage, response: ServerResponse) => Listener | undefined) => {
  const preamble = wavPreamble(info);
  const plain = liveHeaders(options, info);
  const withTitles = { ...plain, 'icy-metaint': String(options.icyMetaint) };
  const share: IcyShare = {};

  return function serveLive(request, response): Listener | undefined {
    const wantsTitles = String(request.headers['icy-metadata']).trim() === '1';
    // Players older than HTTP/1.1 take chunk headers for audio: the body ends with the connection.
    response.useChunkedEncodingByDefault = false;
    response.writeHead(200, wantsTitles ? withTitles : plain);
    const { socket } = response;
    if (request.method === 'HEAD' || socket === null) {
      response.end();
      return undefined;
    }
    // Sends the head at once. Unlike flushHeaders(), which encodes header text as UTF-8 a second time.
    response.write(new Uint8Array(0));
    // A peer that is gone without a word is found out also while nothing is streamed.
    socket.setKeepAlive(true, 60_000);
    const icy = wantsTitles ? createIcyInserter(options.icyMetaint, share) : undefined;
    return createHttpListener({ response, socket, preamble, icy });
  };
};

import { createServer, type RequestListener } from 'node:http';
import { aac, mp3, pcm } from '@audioflow/codecs';
import {
  type Encoder,
  type PcmStream,
  pace,
  type RunReport,
  remix,
  resample,
  run,
} from '@audioflow/core';
import { encode } from '@audioflow/core/codec';
import { broadcaster, ingestClient, ingestServer } from '@audioflow/io';
import { listenOn } from './listen-on.js';
import { putOnAir } from './on-air.js';
import type { RadioOptions, Sending, Station } from './radio.types.js';

/** A station that is just starting is waited for: 200 times 50 ms. */
const PATIENT = { attempts: 200, delayMs: 50, factor: 1 };

/** The newest sender is on the air; one that is silent for five seconds is lost. */
const ONE_SENDER = { onBusy: 'takeover', idleTimeoutMs: 5000 } as const;

const encoderOf = (codec: RadioOptions['codec'], bitrate: number): Encoder => {
  if (codec === 'pcm') return encode(pcm, { sampleType: 's16' });
  return codec === 'mp3' ? encode(mp3, { bitrate }) : encode(aac, { bitrate });
};

/** The sender: any audio -> the format of the station -> packets, in real time -> TCP. */
export const send = async (
  audio: PcmStream,
  options: RadioOptions,
  how: Sending,
): Promise<RunReport> => {
  const { codec, sampleRate, channelCount, bitrate, host, ingestPort: port, token } = options;
  return run(
    audio.pipe(
      resample(sampleRate),
      remix(channelCount),
      encoderOf(codec, bitrate),
      pace({ onDrift: how.onDrift }),
    ),
    ingestClient({ host, port, token, streamId: 'radio', reconnect: PATIENT }),
    { onProgress: how.onProgress },
  );
};

/** The station: packets of one sender at a time -> every listener there is. */
export const openStation = async (
  options: RadioOptions,
  page: RequestListener,
): Promise<Station> => {
  const { codec, sampleRate, channelCount, bitrate, flushMs, host, token } = options;
  const radio = broadcaster({ codec, sampleRate, channelCount, bitrate, flushMs });
  const ingest = await ingestServer({ host, port: options.ingestPort, token, ...ONE_SENDER });
  putOnAir(ingest.streams, radio, options);
  const server = createServer((request, response) => {
    if (!radio.handleRequest(request, response)) page(request, response);
  });
  server.on('upgrade', radio.handleUpgrade);
  const close = async (): Promise<void> => {
    await Promise.all([radio.close(), ingest.close()]);
    server.close().closeAllConnections();
  };
  const httpPort = await listenOn(server, host, options.httpPort).catch(async (error) => {
    await close();
    throw error;
  });
  return { status: radio.status, httpPort, ingestPort: ingest.address.port, close };
};

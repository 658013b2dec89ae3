import type { RequestListener } from 'node:http';
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
import { icecastServer, ingestClient, ingestServer } from '@audioflow/io';
import type { RadioOptions, Sending, Station } from './radio.types.js';

/** A station that is just starting is waited for: 200 times 50 ms. */
const PATIENT = { attempts: 200, delayMs: 50, factor: 1 };

/** The newest sender is on the air; one that is silent for five seconds is lost. */
const ONE_SENDER = { onBusy: 'takeover', idleTimeoutMs: 5000 } as const;

const encoderOf = (codec: RadioOptions['codec'], bitrate: number): Encoder => {
  if (codec === 'pcm') return encode(pcm, { sampleType: 's16' });
  return codec === 'mp3' ? encode(mp3, { bitrate }) : encode(aac, { bitrate });
};

/** Listeners have so long to hear the end. */
const DRAIN_MS = 1500;

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

/** The station: one sender at a time, by TCP or as to an Icecast -> every listener there is. */
export const openStation = async (
  options: RadioOptions,
  page: RequestListener,
): Promise<Station> => {
  const { codec, sampleRate, channelCount, bitrate, flushMs, host, token } = options;
  const { sourcePassword: password, onError } = options;
  const server = await icecastServer({
    host,
    port: options.httpPort,
    mounts: [
      {
        path: '/live',
        ...{ codec, sampleRate, channelCount, bitrate, flushMs },
        source: password === undefined ? undefined : { password },
        onBusy: 'takeover',
        onFormat: 'convert',
        onEnd: 'end',
      },
    ],
    onRequest: page,
    onError,
  });
  const live = server.mount('/live');
  const ingest = await ingestServer({
    host,
    port: options.ingestPort,
    token,
    ...ONE_SENDER,
  }).catch(async (error) => {
    await server.close();
    throw error;
  });
  ingest.streams.subscribe((stream) => void live.play(stream));
  const close = async (): Promise<void> => {
    await Promise.all([ingest.close(), server.close({ drainMs: DRAIN_MS })]);
  };
  return {
    status: live.status,
    httpPort: server.address.port,
    ingestPort: ingest.address.port,
    close,
  };
};

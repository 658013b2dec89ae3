import { aac, mp3, pcm } from '@audioflow/codecs';
import { type AudioFrame, type Packet, remix, resample } from '@audioflow/core';
import { encode } from '@audioflow/core/codec';
import type { Observable } from 'rxjs';
import type { AirFormat } from './create-air.js';

/** Encodes any audio as a mount streams it. */
export const encodeFor =
  ({ codec, sampleRate, channelCount }: AirFormat, bitrate: number | undefined) =>
  (frames: Observable<AudioFrame>): Observable<Packet> => {
    const fitting = frames.pipe(
      resample(sampleRate, { onFormatChange: 'restart' }),
      remix(channelCount),
    );
    if (codec === 'pcm') return fitting.pipe(encode(pcm, { sampleType: 's16' }));
    return codec === 'mp3'
      ? fitting.pipe(encode(mp3, { bitrate }))
      : fitting.pipe(encode(aac, { bitrate }));
  };

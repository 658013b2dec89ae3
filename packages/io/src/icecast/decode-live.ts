import { aac, mp3, pcm } from '@audioflow/codecs';
import { boundedBuffer, type Packet, type PcmStream } from '@audioflow/core';
import { createCodecRegistry, decode } from '@audioflow/core/codec';
import type { Observable } from 'rxjs';
import { continuousTime } from './continuous-time.js';

/** What may wait to be decoded; beyond, the oldest goes. */
const SECONDS = 2;

/** The audio of packets that are on the air already: what is made of it never slows the air down. */
export const decodeLive = (packets: Observable<Packet>): PcmStream =>
  packets.pipe(
    boundedBuffer({ seconds: SECONDS, overflow: 'drop-oldest' }),
    decode(createCodecRegistry([mp3, aac, pcm]), { onFormatChange: 'restart' }),
    continuousTime(),
  );

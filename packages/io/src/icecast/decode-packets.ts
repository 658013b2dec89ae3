import { aac, mp3, pcm } from '@audioflow/codecs';
import type { Packet, PcmStream } from '@audioflow/core';
import { createCodecRegistry, decode } from '@audioflow/core/codec';
import type { Observable } from 'rxjs';
import { continuousTime } from './continuous-time.js';

/** The audio of packets of any codec here, as one line without gaps. */
export const decodePackets = (packets: Observable<Packet>): PcmStream =>
  packets.pipe(
    decode(createCodecRegistry([mp3, aac, pcm]), { onFormatChange: 'restart' }),
    continuousTime(),
  );

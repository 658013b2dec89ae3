import { aac, mp3, pcm } from '@audioflow/codecs';
import { continuousTime, type Packet, type PcmStream } from '@audioflow/core';
import { createCodecRegistry, decode } from '@audioflow/core/codec';
import type { Observable } from 'rxjs';

/** The audio of packets of any codec here, as one line without gaps. */
export const decodePackets = (packets: Observable<Packet>): PcmStream =>
  packets.pipe(
    decode(createCodecRegistry([mp3, aac, pcm]), { onFormatChange: 'restart' }),
    continuousTime(),
  );

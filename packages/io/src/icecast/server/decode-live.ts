import { boundedBuffer, type Packet, type PcmStream } from '@audioflow/core';
import type { Observable } from 'rxjs';
import { decodePackets } from './decode-packets.js';

/** What may wait to be decoded; beyond, the oldest goes. */
const SECONDS = 2;

/** The audio of packets that are on the air already: what is made of it never slows the air down. */
export const decodeLive = (packets: Observable<Packet>): PcmStream =>
  decodePackets(packets.pipe(boundedBuffer({ seconds: SECONDS, overflow: 'drop-oldest' })));

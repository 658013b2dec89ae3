import type { Observable, OperatorFunction } from 'rxjs';
import type { AudioFrame, Packet } from '../signal/index.js';

/** A stream of decoded audio. */
export type PcmStream = Observable<AudioFrame>;
/** A stream of packets of one codec. */
export type PacketStream<C extends string = string> = Observable<Packet<C>>;
/** A stream of bytes; borders between chunks mean nothing. */
export type ByteStream = Observable<Uint8Array>;
/** PCM in, PCM out. */
export type Processor = OperatorFunction<AudioFrame, AudioFrame>;
/** PCM in, packets of one codec out. */
export type Encoder<C extends string = string> = OperatorFunction<AudioFrame, Packet<C>>;
/** Packets of one codec in, PCM out. */
export type Decoder<C extends string = string> = OperatorFunction<Packet<C>, AudioFrame>;

import { type Packet, transform } from '@audioflow/core';
import type { OperatorFunction } from 'rxjs';
import { createAdtsFramer } from './adts/adts-frame.js';
import type { ElementaryCodec } from './elementary-codec.js';
import { mp3Frame } from './mp3/mp3-frame.js';

type Framers = {
  readonly [C in ElementaryCodec]: () => (packet: Packet<C>) => Uint8Array;
};

const FRAMERS: Framers = { mp3: () => mp3Frame, aac: createAdtsFramer };

/** The framings of a codec's byte stream that must be named. */
export type FramingOf<C extends ElementaryCodec> = C extends 'aac' ? ['adts'] : [];

/**
 * Packets as a byte stream that players take: mp3 frames as they are, AAC in ADTS. One chunk a packet,
 * so each chunk begins with a frame header.
 *
 * @param codec `mp3`, or `aac` with the framing `'adts'`.
 * @throws AudioFlowError through the stream: `malformed-data` on a packet that cannot be framed (empty,
 * too long for the 13-bit length of ADTS, framed already), `unsupported` on a configuration that ADTS
 * cannot tell.
 *
 * @example
 * import { of } from 'rxjs';
 * import { aac, framePackets } from '@audioflow/codecs';
 * import type { Packet } from '@audioflow/core';
 * const config = Uint8Array.of(0x11, 0x90);
 * const packet: Packet<'aac'> = {
 *   kind: 'packet',
 *   codec: 'aac',
 *   data: new Uint8Array(371),
 *   sampleRate: 48000,
 *   channelCount: 2,
 *   pts: 0,
 *   duration: 1024,
 *   config,
 * };
 * of(packet).pipe(framePackets(aac, 'adts')).subscribe((bytes) => {
 *   console.log(Buffer.from(bytes.subarray(0, 7)).toString('hex')); // fff14c802f5ffc
 * });
 */
export const framePackets = <C extends ElementaryCodec>(
  codec: { readonly id: C },
  ..._framing: FramingOf<C>
): OperatorFunction<Packet<C>, Uint8Array> =>
  transform(
    () => {
      const frame: (packet: Packet<C>) => Uint8Array = FRAMERS[codec.id]();
      return {
        next: (packet: Packet<C>, emit: (bytes: Uint8Array) => boolean) => {
          emit(frame(packet));
        },
      };
    },
    { name: `framePackets(${codec.id})` },
  );

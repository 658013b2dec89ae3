import type { OperatorFunction } from 'rxjs';
import { AudioFlowError } from '../error/index.js';
import { transform } from '../operator/index.js';
import type { Packet } from '../signal/index.js';
import { checkCodec } from './check-codec.js';

/**
 * Asserts the codec of a packet stream: `packets.pipe(only(mp3), decode(mp3))`.
 *
 * @throws AudioFlowError `invalid-option` through the stream when a packet of another codec comes.
 *
 * @example
 * import { run, silence } from '@audioflow/core';
 * import { encode, only } from '@audioflow/core/codec';
 * import { mp3, pcm } from '@audioflow/codecs';
 * const packets = silence({ duration: 1 }).pipe(encode(pcm));
 * await run(packets.pipe(only(mp3)), { write: () => {} }).catch((e) => console.log(e.code)); // invalid-option
 */
export const only = <C extends string>(codec: {
  readonly id: C;
}): OperatorFunction<Packet, Packet<C>> => {
  checkCodec('only', codec);
  const isOurs = (packet: Packet): packet is Packet<C> => packet.codec === codec.id;
  const name = `only(${codec.id})`;
  return transform(
    () => ({
      next: (packet: Packet, emit: (packet: Packet<C>) => boolean) => {
        if (isOurs(packet)) {
          emit(packet);
          return;
        }
        const message = `${name}: expected ${codec.id} packets, got ${packet.codec}: choose the codec of the stream`;
        throw new AudioFlowError('invalid-option', message);
      },
    }),
    { name },
  );
};

import { type Packet, transform } from '@audioflow/core';
import type { MonoTypeOperatorFunction } from 'rxjs';
import type { GaplessInfo } from '../container/index.js';

/** Gives the packets of a stream the trims that are known of the whole; undefined leaves them as they are. */
export const trimPackets = <C extends string>(
  gapless: GaplessInfo | undefined,
): MonoTypeOperatorFunction<Packet<C>> =>
  transform(
    () => {
      let at = 0;
      return {
        next(packet: Packet<C>, emit: (packet: Packet<C>) => boolean) {
          if (gapless === undefined) {
            emit(packet);
            return;
          }
          const { duration } = packet;
          const end = gapless.trimStart + gapless.samples;
          const trimStart = Math.min(Math.max(gapless.trimStart - at, 0), duration);
          const trimEnd = Math.min(Math.max(at + duration - end, 0), duration - trimStart);
          emit({
            ...packet,
            pts: at - gapless.trimStart,
            ...(trimStart === 0 ? {} : { trimStart }),
            ...(trimEnd === 0 ? {} : { trimEnd }),
          });
          at += duration;
        },
      };
    },
    { name: 'trimPackets' },
  );

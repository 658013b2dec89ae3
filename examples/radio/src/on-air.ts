import { bindDemand, type Packet, run } from '@audioflow/core';
import type { Broadcaster } from '@audioflow/io/broadcast';
import type { IngestStream } from '@audioflow/io/tcp';
import {
  catchError,
  concat,
  exhaustMap,
  filter,
  merge,
  NEVER,
  type Observable,
  of,
  type Subscription,
  share,
  switchMap,
  takeWhile,
} from 'rxjs';
import type { RadioOptions } from './radio.types.js';

const END = 'end of programme';

/**
 * Puts senders on the air. A programme begins with a sender and ends with its end of stream. When a
 * sender is lost the listeners stay, and whoever comes next takes over; one whose stream is not of the
 * station's format is told so.
 */
export const putOnAir = (
  streams: Observable<IngestStream>,
  radio: Broadcaster,
  { codec, sampleRate, channelCount, onError }: RadioOptions,
): Subscription => {
  const fits = ({ info, refuse }: IngestStream): boolean => {
    const same =
      info.codec === codec && info.sampleRate === sampleRate && info.channelCount === channelCount;
    if (!same) {
      const show = (one: { codec: string; sampleRate: number; channelCount: number }): string =>
        `${one.codec} at ${one.sampleRate} Hz with ${one.channelCount} channel(s)`;
      const wish = show({ codec, sampleRate, channelCount });
      refuse(`this station plays ${wish}, not ${show(info)}: send that`);
    }
    return same;
  };
  const fitting = streams.pipe(filter(fits), share());
  const packetsOf = ({ packets }: IngestStream): Observable<Packet | typeof END> => {
    const untilLost = catchError<Packet, Observable<never>>((error: unknown) => {
      onError(error);
      return NEVER;
    });
    return concat(packets.pipe(untilLost), of<typeof END>(END));
  };
  const programme = (first: IngestStream): Observable<Packet> =>
    merge(of(first), fitting).pipe(
      bindDemand(),
      switchMap(packetsOf),
      takeWhile((item): item is Packet => item !== END),
    );
  return fitting
    .pipe(exhaustMap((first) => run(programme(first), radio.sink()).catch(onError)))
    .subscribe();
};

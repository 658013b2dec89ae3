import type { Packet } from '@audioflow/core';
import { type DecoderSetup, type EngineDecoder, resolveEngine } from '../engine/index.js';
import { checkDecodeOptions } from './decode-options.js';
import { placeOf } from './engine-schema.js';
import { giveSpeakers } from './give-speakers.js';
import { SPEAKERS } from './speakers.js';

/** What decoders of one codec are opened with, beside what is the same for all codecs. */
export interface DecoderPlan<C extends string>
  extends Pick<
    DecoderSetup<C>,
    | 'codec'
    | 'decoders'
    | 'masks'
    | 'options'
    | 'inspect'
    | 'formatOf'
    | 'changesInBand'
    | 'sameConfig'
    | 'silentPackets'
  > {
  /** The configuration of a stream whose packets have none. */
  readonly configOf?: (first: Packet<C>) => Uint8Array;
}

/** Opens the decoder of a codec that runs in an engine, for a stream that begins with `first`. */
export const openEngineDecoder = <C extends string>(
  { configOf, ...plan }: DecoderPlan<C>,
  first: Packet<C>,
  options: unknown,
): EngineDecoder<C> | Promise<EngineDecoder<C>> => {
  const owner = `decode(${plan.codec})`;
  const {
    engine = 'auto',
    onMalformed,
    onFormatChange,
    ...place
  } = checkDecodeOptions(owner, options);
  const { sampleRate, channelCount } = first;
  const config = first.config ?? configOf?.(first);
  const opened = resolveEngine(engine).openDecoder<C>({
    ...plan,
    sampleRate,
    channelCount,
    ...(config === undefined ? {} : { config }),
    onMalformed,
    onFormatChange,
    ...placeOf(place),
  });
  const maskOf = SPEAKERS[plan.codec];
  if (maskOf === undefined) return opened;
  return opened instanceof Promise
    ? opened.then((session) => giveSpeakers(session, maskOf))
    : giveSpeakers(opened, maskOf);
};

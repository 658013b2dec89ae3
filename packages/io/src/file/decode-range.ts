import {
  type AudioFrame,
  type ChannelLayout,
  type Packet,
  type PacketStream,
  type PcmStream,
  rechunk,
} from '@audioflow/core';
import { filter, type MonoTypeOperatorFunction } from 'rxjs';
import type { OpenOptions } from './audio-file.types.js';
import { countOn, cutFrames, expectOneFormat } from './range/cut-frames.js';
import { giveLayout } from './range/give-layout.js';
import { preRoll } from './range/pre-roll.js';

/** A stream to decode. */
export interface DecodeRangeInit {
  readonly codec: string;
  readonly sampleRate: number;
  /** Where the channels belong, unless their number says it. */
  readonly layout?: ChannelLayout | undefined;
  /** Samples of a packet, as far as one can tell. */
  readonly packetSamples: number;
  /** Whether the packets' times are those of their samples, not rounded by the container. Default true. */
  readonly exactTimes?: boolean;
  /** The packets; those that end at or before `from` may be left out. */
  packets(from?: number): PacketStream;
  decode(packets: PacketStream): PcmStream;
}

const same: MonoTypeOperatorFunction<AudioFrame> = (source) => source;

const endsBehind =
  (from: number) =>
  ({ pts, duration }: Packet): boolean =>
    pts + duration > from;

/** The decoded samples of a range, in frames of the wanted length. */
export const decodeRange = (
  init: DecodeRangeInit,
  { range, frameLength, onFormatChange }: OpenOptions,
): PcmStream => {
  const oneFormat = onFormatChange === 'error' ? expectOneFormat() : same;
  const { codec, sampleRate, layout, packetSamples, exactTimes = true } = init;
  const decoded = (packets: PacketStream): PcmStream =>
    init.decode(packets).pipe(giveLayout(layout), oneFormat);
  const before = exactTimes ? preRoll(codec, packetSamples) : Number.POSITIVE_INFINITY;
  if (range === undefined || range.fromStart || before === Number.POSITIVE_INFINITY) {
    const whole = decoded(init.packets()).pipe(countOn(0));
    return (range === undefined ? whole : whole.pipe(cutFrames(range))).pipe(rechunk(frameLength));
  }
  const from = range.fromPacket(sampleRate) - before;
  const packets = from > 0 ? init.packets(from).pipe(filter(endsBehind(from))) : init.packets();
  return decoded(packets).pipe(cutFrames(range), countOn(), rechunk(frameLength));
};

import { packetProblem } from '@audioflow/codecs/engine';
import { AudioFlowError, type Packet } from '@audioflow/core';

const MAX_RATE = 0x7fff_ffff;
const MAX_CHANNELS = 255;
/** A day at 48 kHz, as one packet. */
const MAX_DURATION = 2 ** 32;

const within = (value: number, low: number, high: number): boolean =>
  Number.isSafeInteger(value) && value >= low && value <= high;

const formatProblem = ({ duration, sampleRate, channelCount }: Packet): string | undefined => {
  if (!within(duration, 0, MAX_DURATION)) {
    return `expected a whole number of samples as duration, got ${duration}`;
  }
  if (!within(sampleRate, 1, MAX_RATE)) return `expected a whole sampleRate, got ${sampleRate}`;
  if (within(channelCount, 1, MAX_CHANNELS)) return undefined;
  return `expected a channelCount of 1 to ${MAX_CHANNELS}, got ${channelCount}`;
};

/**
 * That the fields of a packet are what they may be.
 *
 * @throws AudioFlowError `malformed-data`.
 */
export const checkPacket = (owner: string, packet: Packet): void => {
  const problem = packetProblem(packet) ?? formatProblem(packet);
  if (problem === undefined) return;
  throw new AudioFlowError('malformed-data', `${owner}: bad packet: ${problem}`, {
    details: { pts: packet.pts },
  });
};

import { createAdtsFramer, mp3Frame } from '@audioflow/codecs/bitstream';
import { AudioFlowError, type Packet } from '@audioflow/core';

const isOf = <C extends string>(packet: Packet, codec: C): packet is Packet<C> =>
  packet.codec === codec;

const BYTES_PER_SAMPLE = 2;

/** Only one packing of samples is streamed: whoever listens was told which. */
const samplesOf = ({ data, config, channelCount, pts }: Packet<'pcm'>): Uint8Array => {
  const packing = config === undefined ? 's16le' : String.fromCharCode(...config.subarray(0, 8));
  if (packing !== 's16le') {
    throw new AudioFlowError(
      'format-changed',
      `broadcaster: expected pcm packets of s16le, got ${packing}: encode(pcm, { sampleType: 's16' })`,
      { details: { packing, pts } },
    );
  }
  if (data.length % (BYTES_PER_SAMPLE * channelCount) !== 0) {
    throw new AudioFlowError(
      'malformed-data',
      `broadcaster: expected pcm packets of whole samples of ${channelCount} channels, got ${data.length} bytes`,
      { details: { bytes: data.length, channelCount, pts } },
    );
  }
  return data;
};

/**
 * Makes a function that gives a packet as it goes over the wire: one whole frame that a decoder can
 * join at. Undefined for a codec that has no such frames.
 */
export const createElementaryFramer = (): ((packet: Packet) => Uint8Array | undefined) => {
  const adtsFrame = createAdtsFramer();
  return (packet) => {
    if (isOf(packet, 'mp3')) return mp3Frame(packet);
    if (isOf(packet, 'pcm')) return samplesOf(packet);
    return isOf(packet, 'aac') ? adtsFrame(packet) : undefined;
  };
};

import { audioSpecificConfig } from '@audioflow/codecs/bitstream';
import { AudioFlowError, type Packet } from '@audioflow/core';

const HEAD_BYTES = 19;
const MAX_PRE_SKIP = 0xffff;

/** The identification header of one or two channels (RFC 7845, section 5.1). */
const plainOpusHead = (channelCount: number, sampleRate: number): Buffer => {
  const head = Buffer.alloc(HEAD_BYTES);
  head.write('OpusHead\x01', 'latin1');
  head.writeUInt8(channelCount, 9);
  head.writeUInt32LE(sampleRate, 12);
  return head;
};

const opusHead = (packet: Packet, lead: number): Uint8Array => {
  const { config, channelCount, sampleRate } = packet;
  if (config === undefined && channelCount > 2) throw missing(packet, 'an OpusHead');
  const head = config === undefined ? plainOpusHead(channelCount, sampleRate) : Buffer.from(config);
  if (head.length < HEAD_BYTES) throw missing(packet, 'an OpusHead');
  if (lead > MAX_PRE_SKIP) {
    throw new AudioFlowError(
      'limit-exceeded',
      `opus: expected at most ${MAX_PRE_SKIP} samples to be left out at the start, got ${lead}`,
    );
  }
  // Opus counts its pre-skip at 48 kHz, as packets of opus do.
  head.writeUInt16LE(lead, 10);
  return new Uint8Array(head);
};

const missing = ({ codec }: Packet, what: string): AudioFlowError =>
  new AudioFlowError(
    'malformed-data',
    `${codec}: expected packets with ${what} as their config, got none: a container needs it`,
    { details: { codec } },
  );

/**
 * The configuration of a stream as its header is to have it.
 *
 * @param lead Samples that are left out at the start.
 * @throws AudioFlowError `malformed-data` where packets lack what they must carry.
 */
export const muxConfig = (first: Packet, lead: number): Uint8Array | undefined => {
  const { codec, config, sampleRate, channelCount } = first;
  if (codec === 'opus') return opusHead(first, lead);
  if (config !== undefined) return config;
  if (codec === 'aac') return audioSpecificConfig({ sampleRate, channelCount });
  if (codec === 'vorbis') throw missing(first, 'the three headers');
  if (codec === 'flac') throw missing(first, 'STREAMINFO');
  if (codec === 'alac') throw missing(first, 'the alac atom');
  return undefined;
};

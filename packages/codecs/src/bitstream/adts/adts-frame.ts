import { AudioFlowError, type Packet } from '@audioflow/core';
import { ADTS_HEADER_BYTES, parseAdtsHeader } from './adts-header.js';
import { audioSpecificConfig, parseAudioSpecificConfig } from './audio-specific-config.js';
import { AAC_RATES } from './sample-rate-index.js';

/** The length field has 13 bits. */
const MAX_FRAME_BYTES = 8191;

/** The bytes of an ADTS header that do not depend on the payload. */
const headerFor = (config: Uint8Array): Uint8Array<ArrayBuffer> => {
  const { objectType, sampleRate, channelConfiguration, frameSize } =
    parseAudioSpecificConfig(config);
  const rate = AAC_RATES.indexOf(sampleRate);
  if (objectType < 1 || objectType > 4 || rate < 0 || frameSize !== 1024) {
    throw new AudioFlowError(
      'unsupported',
      `adts: expected AAC Main, LC, SSR or LTP of 1024 samples at a listed rate, got object type ` +
        `${objectType} of ${frameSize} samples at ${sampleRate} Hz: write another container`,
      { details: { objectType, sampleRate, frameSize } },
    );
  }
  if (channelConfiguration < 1 || channelConfiguration > 7) {
    throw new AudioFlowError(
      'unsupported',
      `adts: expected a channel configuration of 1 to 7, got ${channelConfiguration}: write another container`,
    );
  }
  const profile = objectType - 1;
  return Uint8Array.of(
    0xff,
    0xf1,
    (profile << 6) | (rate << 2) | (channelConfiguration >> 2),
    (channelConfiguration & 3) << 6,
    0,
    // Buffer fullness 0x7ff: a variable bitrate.
    0x1f,
    0xfc,
  );
};

/** The header of the last configuration: streams carry the same reference on every packet. */
const createHeaderCache = (): ((config: Uint8Array) => Uint8Array) => {
  let known: Uint8Array | undefined;
  let header = new Uint8Array();
  return (config) => {
    if (config !== known) header = headerFor(config);
    known = config;
    return header;
  };
};

/**
 * Makes a function that puts a raw AAC packet into an ADTS frame, the profile taken from the packet's
 * AudioSpecificConfig. HE-AAC is written with its core's profile and rate, as ADTS has it.
 *
 * @throws AudioFlowError from the function: `malformed-data` on a packet that is empty, longer than the
 * 13-bit length field allows, or in ADTS already; `unsupported` on a configuration that ADTS cannot tell.
 *
 * @example
 * import { createAdtsFramer } from '@audioflow/codecs/bitstream';
 * import type { Packet } from '@audioflow/core';
 * const config = Uint8Array.of(0x12, 0x10);
 * const packet: Packet<'aac'> = {
 *   kind: 'packet',
 *   codec: 'aac',
 *   data: new Uint8Array(100),
 *   sampleRate: 44100,
 *   channelCount: 2,
 *   pts: 0,
 *   duration: 1024,
 *   config,
 * };
 * const frame = createAdtsFramer()(packet);
 * console.log(Buffer.from(frame.subarray(0, 7)).toString('hex')); // fff150800d7ffc
 */
export const createAdtsFramer = (): ((packet: Packet<'aac'>) => Uint8Array<ArrayBuffer>) => {
  const headerOf = createHeaderCache();
  let implied: Uint8Array | undefined;
  return (packet) => {
    const { data, sampleRate, channelCount } = packet;
    const size = data.length + ADTS_HEADER_BYTES;
    const fail = (expected: string, came: string): never => {
      const message = `adts: expected ${expected}, got ${came}`;
      throw new AudioFlowError('malformed-data', message, { details: { pts: packet.pts } });
    };
    if (data.length === 0) fail('a packet of one byte or more', 'an empty one');
    if (size > MAX_FRAME_BYTES) {
      fail(`a packet of at most ${MAX_FRAME_BYTES - ADTS_HEADER_BYTES} bytes`, `${data.length}`);
    }
    if (parseAdtsHeader(data)?.bytes === data.length) {
      fail('a raw AAC packet', 'one in ADTS: pass its bytes on as they are');
    }
    if (packet.config === undefined) implied ??= audioSpecificConfig({ sampleRate, channelCount });
    const frame = new Uint8Array(size);
    frame.set(headerOf(packet.config ?? implied ?? new Uint8Array()));
    frame.set(data, ADTS_HEADER_BYTES);
    frame[3] = (frame[3] ?? 0) | (size >> 11);
    frame[4] = (size >> 3) & 0xff;
    frame[5] = (frame[5] ?? 0) | ((size & 7) << 5);
    return frame;
  };
};

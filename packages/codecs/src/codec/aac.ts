import type { AudioCodec, PcmFormat } from '@audioflow/core/codec';
import * as z from 'zod';
import {
  AAC_CHANNELS,
  AAC_RATES,
  audioSpecificConfig,
  parseAdtsHeader,
} from '../bitstream/index.js';
import type { EngineOptions } from '../engine/index.js';
import { checkFormat, checkLegal } from './check-format.js';
import type { DecodeOptions } from './decode-options.js';
import { engineCodec } from './engine-codec.js';
import { engineShape } from './engine-schema.js';

/** Options of {@link aac} encoding. */
export interface AacEncodeOptions extends EngineOptions {
  /**
   * Bits per second, on average: 8000 to 6 bits per sample and channel (576 000 for stereo at 48 kHz).
   * Default 128 000, above two channels 64 000 for each, or that limit where it is lower.
   */
  readonly bitrate?: number | undefined;
}

const DEFAULT_BITRATE = 128_000;
/** Of the default, where there are more than two channels. */
const BITRATE_PER_CHANNEL = 64_000;
const MIN_BITRATE = 8000;
/** ISO 14496-3 4.5.3: a decoder's input buffer holds 6144 bits per channel and packet of 1024 samples. */
const BITS_PER_SAMPLE = 6;
const MAX_BITRATE = BITS_PER_SAMPLE * 96_000 * 8;

const schema = z.strictObject({
  bitrate: z
    .int('expected whole bits per second')
    .min(MIN_BITRATE, `expected at least ${MIN_BITRATE} bits per second`)
    .max(MAX_BITRATE, `expected at most ${MAX_BITRATE} bits per second`)
    .optional(),
  ...engineShape,
});

/** 7 channels have no AAC configuration of their own. */
const CHANNELS = AAC_CHANNELS.filter((count) => count > 0);

/** The bitrate to use at a format, both checked. */
const chooseBitrate = (format: PcmFormat, asked: number | undefined): number => {
  const { sampleRate, channelCount } = format;
  checkFormat('encode(aac)', { sampleRates: AAC_RATES, channels: CHANNELS }, format);
  const limit = BITS_PER_SAMPLE * sampleRate * channelCount;
  if (asked === undefined) {
    return Math.min(Math.max(DEFAULT_BITRATE, BITRATE_PER_CHANNEL * channelCount), limit);
  }
  const values = {
    field: 'bitrate',
    what: `a bitrate for ${channelCount} channels at ${sampleRate} Hz`,
    legal: { from: MIN_BITRATE, to: limit },
    mend: (near: number): string => `set bitrate: ${near}`,
  };
  checkLegal('encode(aac)', values, asked);
  return asked;
};

/** FFmpeg would take ADTS frames too; packets are raw everywhere, or nobody could tell. */
const inspect = (data: Uint8Array): string | undefined =>
  parseAdtsHeader(data)?.bytes === data.length
    ? 'expected raw AAC, got an ADTS frame: use parsePackets(aac) on the byte stream'
    : undefined;

/**
 * AAC LC: `frames.pipe(encode(aac, { bitrate: 128_000 }))`, `packets.pipe(decode(aac))`.
 *
 * A packet is one raw access unit of 1024 samples, never ADTS; its `config` is the AudioSpecificConfig,
 * the same reference on every packet. Encoding primes with 1024 samples: the first packet has `pts` -1024
 * and `trimStart` 1024, the last one a `trimEnd`, so decoding gives back exactly the samples that went in.
 * 1 to 6 or 8 channels in WAVE order; 7.35 to 96 kHz. Decodes LC, HE-AAC and HE-AAC v2; packets without
 * `config` are taken for LC of their rate and channel count. As a byte stream: `framePackets(aac, 'adts')`.
 *
 * @throws AudioFlowError `invalid-option`; when a session opens `unsupported` (with the nearest legal
 * value) and `unavailable` (no engine); decoding `malformed-data` and `format-changed` as chosen.
 *
 * @example
 * import { createFrame } from '@audioflow/core';
 * import { aac } from '@audioflow/codecs';
 * const session = await aac.openEncoder({ sampleRate: 48000, channelCount: 2 }, {});
 * const { frameSize, priming, config } = session.info;
 * console.log(frameSize, priming, config?.[0]); // 1024 1024 17
 * session.close();
 */
export const aac: AudioCodec<'aac', AacEncodeOptions, DecodeOptions> = engineCodec({
  id: 'aac',
  schema,
  plan: (format, { bitrate }) => ({ encoders: ['aac'], bitrate: chooseBitrate(format, bitrate) }),
  decoder: { decoders: ['aac'], inspect, configOf: audioSpecificConfig },
});

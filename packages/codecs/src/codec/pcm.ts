import {
  bytesPerSample,
  checkOptions,
  defaultLayout,
  deinterleave,
  type Endianness,
  interleave,
  SAMPLE_TYPES,
  type SampleType,
} from '@audioflow/core';
import type { AudioCodec } from '@audioflow/core/codec';
import * as z from 'zod';
import type { OnFormatChange, OnMalformed } from '../engine/index.js';
import { type PcmLayout, parsePcmConfig, pcmConfig } from './pcm-format.js';
import { createSampleDecoder, createSampleEncoder, type SamplePacking } from './sample-sessions.js';

/** Options of {@link pcm} encoding. */
export interface PcmEncodeOptions {
  /** Default `s16`. */
  readonly sampleType?: SampleType | undefined;
  /** Order of the bytes within a sample. Default `little`. */
  readonly endian?: Endianness | undefined;
}

/** Options of {@link pcm} decoding. */
export interface PcmDecodeOptions {
  /** How packets without `config` are packed. Default `s16`. */
  readonly sampleType?: SampleType | undefined;
  /** Byte order of packets without `config`. Default `little`. */
  readonly endian?: Endianness | undefined;
  /** As with the other codecs: leave a bad packet out, or fail. Default `skip`. */
  readonly onMalformed?: OnMalformed | undefined;
  /** What `decode` does when rate, channels or packing change: start anew, or fail. Default `error`. */
  readonly onFormatChange?: OnFormatChange | undefined;
}

const layoutShape = {
  sampleType: z.enum(SAMPLE_TYPES).default('s16'),
  endian: z.enum(['little', 'big']).default('little'),
};
const encodeSchema = z.strictObject(layoutShape);
const decodeSchema = z.strictObject({
  ...layoutShape,
  onMalformed: z.enum(['skip', 'error']).default('skip'),
  onFormatChange: z.enum(['restart', 'error']).default('error'),
});

const packingOf = ({ sampleType, endian }: PcmLayout): SamplePacking => ({
  name: sampleType,
  bytesPerSample: bytesPerSample(sampleType),
  unpack: (data, channelCount) =>
    deinterleave(
      data,
      { sampleType, planar: false, layout: defaultLayout(channelCount) },
      { endian },
    ),
});

/**
 * Uncompressed audio: `frames.pipe(encode(pcm, { sampleType: 's16' }))`, `packets.pipe(decode(pcm))`.
 *
 * A packet is interleaved samples, one packet a frame, of any rate, channel count and length; its
 * `config` names the packing in ASCII (`s16le`, `f32be`, `u8`...), so that decoding needs no options. No
 * delay, no padding, no engine: pure TypeScript. u8, s16, s24 and f32 come back bit-exact when they were
 * of that type before.
 *
 * @throws AudioFlowError `invalid-option`; decoding `malformed-data`, as chosen, on a packet that ends
 * within a sample.
 *
 * @example
 * import { createFrame } from '@audioflow/core';
 * import { pcm } from '@audioflow/codecs';
 * const session = await pcm.openEncoder({ sampleRate: 8000, channelCount: 1 }, { sampleType: 's16', endian: 'big' });
 * session.push(createFrame([Float32Array.of(0.5, -1)], { sampleRate: 8000 }), (packet) => {
 *   console.log(packet.data.join(), String.fromCharCode(...(packet.config ?? []))); // 64,0,128,0 s16be
 * });
 * session.close();
 */
export const pcm: AudioCodec<'pcm', PcmEncodeOptions, PcmDecodeOptions> = {
  id: 'pcm',
  checkEncodeOptions: (options) => checkOptions('encode(pcm)', encodeSchema, options ?? {}),
  checkDecodeOptions: (options) => checkOptions('decode(pcm)', decodeSchema, options ?? {}),
  openEncoder: (format, { sampleType = 's16', endian = 'little' }) =>
    createSampleEncoder({
      codec: 'pcm',
      format,
      config: pcmConfig({ sampleType, endian }),
      pack: (frame) => interleave(frame, sampleType, { endian }),
    }),
  openDecoder: (_first, { sampleType = 's16', endian = 'little', onMalformed = 'skip' }) =>
    createSampleDecoder({
      codec: 'pcm',
      onMalformed,
      packingOf: (config) => {
        const layout = config === undefined ? { sampleType, endian } : parsePcmConfig(config);
        return layout === undefined ? undefined : packingOf(layout);
      },
    }),
};

import { type AudioFrame, checkOptions, quantizeSample } from '@audioflow/core';
import type { AudioCodec } from '@audioflow/core/codec';
import * as z from 'zod';
import type { OnFormatChange, OnMalformed } from '../engine/codec-engine.js';
import { compressAlaw, compressMulaw } from './compress-g711.js';
import { expandAlaw, expandMulaw } from './expand-g711.js';
import { createSampleDecoder, createSampleEncoder, type SamplePacking } from './sample-sessions.js';

/** Options of {@link mulaw} and {@link alaw} decoding; encoding has none. */
export interface G711DecodeOptions {
  /** As with the other codecs: leave a bad packet out, or fail. Default `skip`. */
  readonly onMalformed?: OnMalformed | undefined;
  /** What `decode` does when rate or channels change: start anew, or fail. Default `error`. */
  readonly onFormatChange?: OnFormatChange | undefined;
}

const FULL_SCALE = 32_768;
const encodeSchema = z.strictObject({});
const decodeSchema = z.strictObject({
  onMalformed: z.enum(['skip', 'error']).default('skip'),
  onFormatChange: z.enum(['restart', 'error']).default('error'),
});

const packWith =
  (compress: (value: number) => number) =>
  ({ channels, length }: AudioFrame): Uint8Array => {
    const { length: count } = channels;
    const bytes = new Uint8Array(length * count);
    for (const [channel, plane] of channels.entries()) {
      for (let i = 0, at = channel; i < length; i++, at += count) {
        bytes[at] = compress(quantizeSample(plane[i] ?? 0, FULL_SCALE));
      }
    }
    return bytes;
  };

const unpackWith = (name: string, expand: (code: number) => number): SamplePacking => {
  const table = Float32Array.from({ length: 256 }, (_, code) => expand(code) / FULL_SCALE);
  return {
    name,
    bytesPerSample: 1,
    unpack: (data, channelCount) =>
      Array.from({ length: channelCount }, (_, channel) => {
        const plane = new Float32Array(data.length / channelCount);
        for (let i = 0, at = channel; i < plane.length; i++, at += channelCount) {
          plane[i] = table[data[at] ?? 0] ?? 0;
        }
        return plane;
      }),
  };
};

const createG711 = <C extends string>(
  id: C,
  compress: (value: number) => number,
  expand: (code: number) => number,
): AudioCodec<C, object, G711DecodeOptions> => {
  const pack = packWith(compress);
  const packing = unpackWith(id, expand);
  return {
    id,
    checkEncodeOptions: (options) => checkOptions(`encode(${id})`, encodeSchema, options ?? {}),
    checkDecodeOptions: (options) => checkOptions(`decode(${id})`, decodeSchema, options ?? {}),
    openEncoder: (format) => createSampleEncoder({ codec: id, format, pack }),
    openDecoder: (_first, { onMalformed = 'skip' }) =>
      createSampleDecoder({ codec: id, onMalformed, packingOf: () => packing }),
  };
};

/**
 * G.711 mu-law, the telephony of North America and Japan: `frames.pipe(encode(mulaw))`.
 *
 * A packet is a byte per sample, interleaved, one packet a frame, of any rate, channel count and length;
 * there is no `config`. No delay, no padding, no engine: pure TypeScript.
 *
 * @throws AudioFlowError `invalid-option`; decoding `malformed-data`, as chosen, on a packet that ends
 * within a sample of all channels.
 *
 * @example
 * import { createFrame } from '@audioflow/core';
 * import { mulaw } from '@audioflow/codecs';
 * const session = await mulaw.openEncoder({ sampleRate: 8000, channelCount: 1 }, {});
 * session.push(createFrame([Float32Array.of(0, 0.5, -1)], { sampleRate: 8000 }), ({ data }) => {
 *   console.log(data.join()); // 255,143,0
 * });
 * session.close();
 */
export const mulaw: AudioCodec<'mulaw', object, G711DecodeOptions> = createG711(
  'mulaw',
  compressMulaw,
  expandMulaw,
);

/**
 * G.711 A-law, the telephony of the rest of the world: `frames.pipe(encode(alaw))`. All else is as with
 * {@link mulaw}.
 *
 * @throws AudioFlowError as {@link mulaw}.
 *
 * @example
 * import { createFrame } from '@audioflow/core';
 * import { alaw } from '@audioflow/codecs';
 * const session = await alaw.openEncoder({ sampleRate: 8000, channelCount: 1 }, {});
 * session.push(createFrame([Float32Array.of(0, 0.5, -1)], { sampleRate: 8000 }), ({ data }) => {
 *   console.log(data.join()); // 213,165,42
 * });
 * session.close();
 */
export const alaw: AudioCodec<'alaw', object, G711DecodeOptions> = createG711(
  'alaw',
  compressAlaw,
  expandAlaw,
);

import type { AudioCodec } from '@audioflow/core/codec';
import * as z from 'zod';
import type { EngineOptions } from '../engine/index.js';
import { checkFormat } from './check-format.js';
import type { DecodeOptions } from './decode-options.js';
import { engineCodec } from './engine-codec.js';
import { engineShape } from './engine-schema.js';

const schema = z.strictObject({ ...engineShape });

/** Two samples make one byte. */
const SAMPLES_PER_BYTE = 2;

/**
 * ITU-T G.722, the wideband codec of telephones: `frames.pipe(encode(g722))`, `packets.pipe(decode(g722))`.
 *
 * A packet is 160 bytes, 20 ms, and the last one shorter; there is no `config`: 16 kHz, mono, 64 kbit/s. The
 * filters are 22 samples late: the first packet has that `trimStart`, the last one may have a `trimEnd`,
 * so decoding gives back exactly the samples that went in.
 *
 * @throws AudioFlowError `invalid-option`; when a session opens `unsupported` (with the nearest legal
 * value) and `unavailable` (no engine); decoding `malformed-data` and `format-changed` as chosen.
 *
 * @example
 * import { g722 } from '@audioflow/codecs';
 * const session = await g722.openEncoder({ sampleRate: 16000, channelCount: 1 }, {});
 * console.log(session.info.frameSize, session.info.priming); // 320 22
 * session.close();
 */
export const g722: AudioCodec<'g722', EngineOptions, DecodeOptions> = engineCodec({
  id: 'g722',
  schema,
  plan: (format) => {
    const legal = { sampleRates: [16_000], channels: { from: 1, to: 1 } };
    checkFormat('encode(g722)', legal, format);
    return { encoders: ['g722'], variableDuration: true, granule: SAMPLES_PER_BYTE };
  },
  decoder: { decoders: ['g722'] },
});

import { AudioFlowError } from '@audioflow/core';
import type { ElementaryCodec } from '../../bitstream/index.js';
import type { CodecEngine } from '../codec-engine.js';
import { createProcessDecoder } from './create-process-decoder.js';
import { createProcessEncoder } from './create-process-encoder.js';
import { findFfmpeg } from './find-ffmpeg.js';

const isElementary = (codec: string): codec is ElementaryCodec =>
  codec === 'mp3' || codec === 'aac';

const expectElementary = (codec: string): ElementaryCodec => {
  if (isElementary(codec)) return codec;
  throw new AudioFlowError(
    'unsupported',
    `process engine: expected mp3 or aac, whose packets make a byte stream of their own, got ${codec}`,
    { details: { engine: 'process', codec } },
  );
};

/**
 * An `ffmpeg` program as child, one for each session: what is exact with the native engine (lengths, pts,
 * trims) is exact here, but other versions of the encoders make other bytes.
 */
export const processEngine: CodecEngine = {
  name: 'process',
  openEncoder: async (setup) => {
    const kind = expectElementary(setup.codec);
    const need = { kind: 'encoder', names: setup.encoders } as const;
    return createProcessEncoder(await findFfmpeg(need, setup.ffmpegPath), setup, kind);
  },
  openDecoder: async (setup) => {
    const kind = expectElementary(setup.codec);
    const need = { kind: 'decoder', names: setup.decoders } as const;
    return createProcessDecoder(await findFfmpeg(need, setup.ffmpegPath), setup, kind);
  },
};

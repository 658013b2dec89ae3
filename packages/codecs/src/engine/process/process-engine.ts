import type { CodecEngine } from '../codec-engine.js';
import { createProcessDecoder } from './create-process-decoder.js';
import { createProcessEncoder } from './create-process-encoder.js';
import { findFfmpeg } from './find-ffmpeg.js';
import { learnEncoder } from './learn-encoder.js';

/**
 * An `ffmpeg` program as child, one for each session: what is exact with the native engine (lengths, pts,
 * trims) is exact here, but other versions of the encoders make other bytes. Packets travel in NUT, FFmpeg's
 * own container, both ways.
 */
export const processEngine: CodecEngine = {
  name: 'process',
  openEncoder: async (setup) => {
    const need = { kind: 'encoder', names: setup.encoders } as const;
    const found = await findFfmpeg(need, setup.ffmpegPath);
    return createProcessEncoder(found, setup, await learnEncoder(found, setup));
  },
  openDecoder: async (setup) => {
    const need = { kind: 'decoder', names: setup.decoders } as const;
    return createProcessDecoder(await findFfmpeg(need, setup.ffmpegPath), setup);
  },
};

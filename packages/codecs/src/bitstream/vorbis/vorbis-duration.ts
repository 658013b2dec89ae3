import { readVorbisBlocks } from './vorbis-blocks.js';

/**
 * Samples that a Vorbis packet decodes to after the packet before it: a quarter of both blocks (Vorbis I
 * 1.3.2); undefined where the configuration cannot be read.
 */
export const vorbisDuration = (
  packet: Uint8Array,
  before: Uint8Array,
  config: Uint8Array,
): number | undefined => {
  const blocks = readVorbisBlocks(config);
  const own = blocks?.blockOf(packet);
  const last = blocks?.blockOf(before);
  return own === undefined || last === undefined ? undefined : (own + last) / 4;
};

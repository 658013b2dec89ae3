import { createMatroskaWriter } from './create-matroska-writer.js';
import { createNutWriter } from './nut/create-nut-writer.js';
import type { PacketWriter } from './packet-writer.js';

/** How packets are brought to an ffmpeg. */
export interface ChosenWriter {
  /** The container, as FFmpeg names its demuxer. */
  readonly container: string;
  readonly writer: PacketWriter;
  /** The options that the container does not tell. */
  readonly options: Readonly<Record<string, string>>;
}

/**
 * NUT, which takes packets and configuration of any codec as they are. Where the decoder is to be told more
 * of what containers tell, the program takes it from a container only: from Matroska then.
 */
export const choosePacketWriter = (given: Readonly<Record<string, string>> = {}): ChosenWriter => {
  const { block_align, bits_per_coded_sample, b, ...options } = given;
  const told = block_align ?? bits_per_coded_sample ?? b;
  if (told === undefined) return { container: 'nut', writer: createNutWriter(), options };
  const hints = {
    blockAlign: Number(block_align ?? 0),
    bitsPerSample: Number(bits_per_coded_sample ?? 0),
    bitrate: Number(b ?? 0),
  };
  return { container: 'matroska', writer: createMatroskaWriter(hints), options };
};

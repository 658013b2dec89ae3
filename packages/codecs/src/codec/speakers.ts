import type { Packet } from '@audioflow/core';
import { AAC_CHANNELS, parseAudioSpecificConfig } from '../bitstream/index.js';
import { DEFAULT_MASKS } from '../engine/default-masks.js';
import { ALAC_MASKS, XIPH_MASKS } from './speaker-masks.js';

/** The speaker mask of a packet's channels, once decoded to so many; 0 where it is not known. */
export type MaskOf = (packet: Pick<Packet, 'config'>, channelCount: number) => number;

/** Where OpusHead tells how channels are mapped (RFC 7845 5.1): families 0 and 1 say what they are. */
const MAPPING_FAMILY_AT = 18;

/** The channels of the AAC configurations that have a layout of their own; 0 where the stream itself tells more. */
const configuredChannels = (config: Uint8Array): number => {
  try {
    return AAC_CHANNELS[parseAudioSpecificConfig(config).channelConfiguration] ?? 0;
  } catch {
    return 0;
  }
};

const xiph: MaskOf = (_, channelCount) => XIPH_MASKS[channelCount] ?? 0;

/** Of the codecs that say where decoded channels belong, by name: the others leave it to the file. */
export const SPEAKERS: Readonly<Record<string, MaskOf>> = {
  aac: ({ config }, channelCount) =>
    config === undefined || configuredChannels(config) === channelCount
      ? (DEFAULT_MASKS[channelCount] ?? 0)
      : 0,
  alac: (_, channelCount) => ALAC_MASKS[channelCount] ?? 0,
  flac: xiph,
  opus: (packet, channelCount) =>
    (packet.config?.[MAPPING_FAMILY_AT] ?? 0) > 1 ? 0 : xiph(packet, channelCount),
  vorbis: xiph,
};

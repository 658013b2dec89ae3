import { ac3Format } from '../bitstream/ac3/ac3-format.js';
import { mpegAudioFormat } from '../bitstream/mp3/mpeg-audio-format.js';
import type { DecoderSetup, PacketFormat } from './codec-engine.js';

type FormatOf = (data: Uint8Array) => PacketFormat | undefined;

const readers: readonly (readonly [RegExp, FormatOf])[] = [
  [/^e?ac3(_fixed|_at)?$/, ac3Format],
  [/^mp[123](float|adu|adufloat|_at)?$/, mpegAudioFormat],
];

/** How the packets of a decoder tell their format themselves; undefined where that is not known. */
export const inBandFormat = ({
  decoders,
  formatOf,
  changesInBand = false,
}: Pick<DecoderSetup<string>, 'decoders' | 'formatOf' | 'changesInBand'>): FormatOf | undefined => {
  if (formatOf !== undefined || !changesInBand) return formatOf;
  return readers.find(([names]) => decoders.some((name) => names.test(name)))?.[1];
};

/** The block size of each mode of a Vorbis stream, and how to tell a packet's mode. */
export interface VorbisBlocks {
  /** Samples of the packet's block; undefined for what is no audio packet. */
  blockOf(packet: Uint8Array): number | undefined;
}

/** The three headers in extradata: a count, lacing of two lengths, and they (Xiph lacing). */
const splitHeaders = (config: Uint8Array): readonly Uint8Array[] | undefined => {
  if (config[0] !== 2) return undefined;
  const lengths: number[] = [];
  let at = 1;
  while (lengths.length < 2) {
    let length = 0;
    while (config[at] === 255) {
      length += 255;
      at++;
    }
    length += config[at] ?? 0;
    at++;
    lengths.push(length);
  }
  const [first = 0, second = 0] = lengths;
  return [
    config.subarray(at, at + first),
    config.subarray(at + first, at + first + second),
    config.subarray(at + first + second),
  ];
};

const MODE_BITS = 41;
const COUNT_BITS = 6;
const MAX_MODES = 64;

/** Reads numbers of bits, least significant bit first (Vorbis I, section 2.1). */
const bitsAt = (bytes: Uint8Array, at: number, count: number): number => {
  let value = 0;
  for (let i = 0; i < count; i++) {
    const bit = ((bytes[(at + i) >> 3] ?? 0) >> ((at + i) & 7)) & 1;
    value += bit * 2 ** i;
  }
  return value;
};

/**
 * The block flags of the modes, which stand at the end of the setup header (section 4.2.4): a count, and for
 * each a flag, 32 zeros and a mapping, then a framing bit. They are read from the end, for all before them
 * would have to be decoded else.
 */
const blockFlags = (setup: Uint8Array): readonly boolean[] | undefined => {
  let end = setup.length * 8 - 1;
  while (end > 0 && bitsAt(setup, end, 1) === 0) end--;
  let found: readonly boolean[] | undefined;
  const flags: boolean[] = [];
  for (let at = end - MODE_BITS; at >= COUNT_BITS && flags.length < MAX_MODES; at -= MODE_BITS) {
    if (bitsAt(setup, at + 1, 32) !== 0 || bitsAt(setup, at + 33, 8) > 63) break;
    flags.unshift(bitsAt(setup, at, 1) === 1);
    if (bitsAt(setup, at - COUNT_BITS, COUNT_BITS) === flags.length - 1) found = [...flags];
  }
  return found;
};

/**
 * Reads what a stream's headers say of its blocks. A packet decodes to a quarter of its own block and a quarter of
 * the one before it, in samples (Vorbis I, sections 1.3.2 and 4.3.8).
 *
 * @param config The three headers in Xiph lacing, as packets of Vorbis have them.
 * @returns undefined where they cannot be read.
 *
 * @example
 * import { vorbis } from '@audioflow/codecs';
 * import { readVorbisBlocks } from '@audioflow/codecs/bitstream';
 * const session = await vorbis.openEncoder({ sampleRate: 48000, channelCount: 2 }, {});
 * const blocks = readVorbisBlocks(session.info.config ?? new Uint8Array());
 * console.log(blocks?.blockOf(Uint8Array.of(0)), blocks?.blockOf(Uint8Array.of(2))); // 256 2048
 * session.close();
 */
export const readVorbisBlocks = (config: Uint8Array): VorbisBlocks | undefined => {
  const headers = splitHeaders(config);
  const [identification, , setup] = headers ?? [];
  if (identification === undefined || setup === undefined || identification.length < 29) {
    return undefined;
  }
  const flags = blockFlags(setup);
  if (flags === undefined) return undefined;
  const sizes = identification[28] ?? 0;
  const short = 2 ** (sizes & 15);
  const long = 2 ** (sizes >> 4);
  const modeBits = 32 - Math.clz32(flags.length - 1);
  return {
    blockOf: (packet) => {
      const first = packet[0];
      if (first === undefined || (first & 1) === 1) return undefined;
      return (flags[(first >> 1) & (2 ** modeBits - 1)] ?? false) ? long : short;
    },
  };
};

/** Block sizes of a Vorbis stream, and which of its modes are long. */
interface VorbisModes {
  readonly sizes: readonly [number, number];
  readonly isLong: readonly boolean[];
}

const HEADERS = 3;
const LACE = 255;
/** The byte of the identification header that holds both block sizes (Vorbis I 4.2.2). */
const SIZES_AT = 28;
const MOST_MODES = 64;
/** Bits of a mode: block flag, window type, transform type, mapping (Vorbis I 4.2.4). */
const MODE_BITS = 41;
const ZERO_BITS = 32;

/** The header packets in Xiph lacing: their number less one, the sizes of all but the last, the packets. */
const splitHeaders = (config: Uint8Array): Uint8Array[] => {
  if (config[0] !== HEADERS - 1) return [];
  let at = 1;
  const sizes: number[] = [];
  for (let i = 1; i < HEADERS; i++) {
    let size = 0;
    while (config[at] === LACE && at < config.length) size += config[at++] ?? 0;
    sizes.push(size + (config[at++] ?? 0));
  }
  return [...sizes, config.length].map((size) => {
    const header = config.subarray(at, at + size);
    at += size;
    return header;
  });
};

/**
 * The modes stand at the very end of the setup header, behind what is long to read: they are read backwards
 * from its last bit, for as long as they look like modes, to where their number stands.
 */
const readModes = (setup: Uint8Array): boolean[] => {
  const bit = (at: number): number => ((setup[at >> 3] ?? 0) >> (at & 7)) & 1;
  const number = (at: number, count: number): number => {
    let value = 0;
    for (let i = count - 1; i >= 0; i--) value = 2 * value + bit(at + i);
    return value;
  };
  let end = setup.length * 8 - 1;
  while (end > 0 && bit(end) === 0) end--;
  let found: boolean[] = [];
  const isLong: boolean[] = [];
  for (let at = end - MODE_BITS; at > 6 && isLong.length < MOST_MODES; at -= MODE_BITS) {
    if (number(at + 1, ZERO_BITS) !== 0) break;
    isLong.unshift(bit(at) === 1);
    if (number(at - 6, 6) + 1 === isLong.length) found = [...isLong];
  }
  return found;
};

const modesOf = (config: Uint8Array): VorbisModes | undefined => {
  const [identification, , setup] = splitHeaders(config);
  const sizes = identification?.[SIZES_AT];
  if (sizes === undefined || setup === undefined) return undefined;
  const isLong = readModes(setup);
  return isLong.length === 0
    ? undefined
    : { sizes: [2 ** (sizes & 15), 2 ** (sizes >> 4)], isLong };
};

const blockOf = (packet: Uint8Array, { sizes, isLong }: VorbisModes): number => {
  const bits = 32 - Math.clz32(isLong.length - 1);
  const mode = ((packet[0] ?? 0) >> 1) & (2 ** bits - 1);
  return sizes[isLong[mode] === true ? 1 : 0];
};

/**
 * Samples that a Vorbis packet decodes to after the packet before it: a quarter of both blocks (Vorbis I
 * 1.3.2); undefined where the configuration cannot be read.
 */
export const vorbisDuration = (
  packet: Uint8Array,
  before: Uint8Array,
  config: Uint8Array,
): number | undefined => {
  const modes = modesOf(config);
  return modes === undefined ? undefined : (blockOf(packet, modes) + blockOf(before, modes)) / 4;
};

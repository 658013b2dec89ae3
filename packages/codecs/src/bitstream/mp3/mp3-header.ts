import { MPEG_BITRATES, MPEG_RATES, type MpegVersion } from './mp3-tables.js';

/** What the four header bytes of an MPEG Layer III frame say. */
export interface Mp3Header {
  readonly version: MpegVersion;
  /** Hz. */
  readonly sampleRate: number;
  /** Bits per second. */
  readonly bitrate: number;
  readonly channelCount: 1 | 2;
  /** Samples per channel in the frame: 1152, or 576 in MPEG 2 and 2.5. */
  readonly samples: number;
  /** Bytes of the whole frame, header included. */
  readonly bytes: number;
  /** Bytes of side information, which follow the header and its checksum. */
  readonly sideBytes: number;
  /** Whether two bytes of checksum follow the header. */
  readonly protected: boolean;
}

/** Bytes of a frame header. */
export const MP3_HEADER_BYTES = 4;

/** Headers that have been met: a stream has few different ones, and at most 2048 exist. */
const known: (Mp3Header | undefined)[] = Array.from({ length: 2048 }, () => undefined);

const VERSIONS: readonly (MpegVersion | undefined)[] = [2.5, undefined, 2, 1];

const readHeader = (second: number, third: number, mono: boolean): Mp3Header | undefined => {
  const version = VERSIONS[(second >> 3) & 3];
  if (version === undefined) return undefined;
  const kilobits = MPEG_BITRATES[version][(third >> 4) - 1];
  const sampleRate = MPEG_RATES[version][(third >> 2) & 3];
  if (kilobits === undefined || sampleRate === undefined) return undefined;
  const channelCount = mono ? 1 : 2;
  const bitrate = kilobits * 1000;
  const slots = version === 1 ? 144 : 72;
  const wide = channelCount === 2;
  return {
    version,
    sampleRate,
    bitrate,
    channelCount,
    samples: slots * 8,
    bytes: Math.floor((slots * bitrate) / sampleRate) + ((third >> 1) & 1),
    sideBytes: version === 1 ? (wide ? 32 : 17) : wide ? 17 : 9,
    protected: (second & 1) === 0,
  };
};

/**
 * Reads an MPEG 1, 2 or 2.5 Layer III frame header (ISO 11172-3 2.4.1.3, ISO 13818-3 2.4.2.3).
 *
 * @param at Where the header begins.
 * @returns undefined where there is no header; free format is not taken for one.
 *
 * @example
 * import { parseMp3Header } from '@audioflow/codecs/bitstream';
 * const header = parseMp3Header(Uint8Array.of(0xff, 0xfb, 0x90, 0x00));
 * console.log(header?.sampleRate, header?.bitrate, header?.bytes); // 44100 128000 417
 */
export const parseMp3Header = (bytes: Uint8Array, at: number = 0): Mp3Header | undefined => {
  const second = bytes[at + 1] ?? 0;
  const third = bytes[at + 2] ?? 0;
  const fourth = bytes[at + 3];
  // 11 bits of sync, then layer III as 01.
  if (bytes[at] !== 0xff || (second & 0xe6) !== 0xe2 || fourth === undefined) return undefined;
  // Emphasis 2 is reserved.
  if ((fourth & 3) === 2) return undefined;
  const mono = fourth >> 6 === 3;
  const key =
    (((second >> 3) & 3) << 9) | ((second & 1) << 8) | ((third >> 1) << 1) | (mono ? 1 : 0);
  known[key] ??= readHeader(second, third, mono);
  return known[key];
};

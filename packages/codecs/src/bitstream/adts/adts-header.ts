import { AAC_CHANNELS, AAC_RATES } from './sample-rate-index.js';

/** What an ADTS frame header says (ISO 14496-3 1.A.3.2). */
export interface AdtsHeader {
  /** Audio object type: 1 Main, 2 LC, 3 SSR, 4 LTP. */
  readonly objectType: number;
  /** Sample rate of the core coder in Hz. */
  readonly sampleRate: number;
  readonly channelConfiguration: number;
  /** 0 where the configuration is told in the stream itself. */
  readonly channelCount: number;
  /** Bytes of the whole frame, header included. */
  readonly bytes: number;
  /** Bytes of the header: 7, or with a checksum 9 and two for each further block. */
  readonly headerBytes: number;
  /** Raw data blocks in the frame, 1024 samples each. */
  readonly blocks: number;
  /** Whether the frame has checksums. */
  readonly protected: boolean;
}

/** Bytes of an ADTS header without checksum. */
export const ADTS_HEADER_BYTES = 7;

/**
 * Reads an ADTS frame header.
 *
 * @param at Where the header begins.
 * @returns undefined where there is no header.
 *
 * @example
 * import { parseAdtsHeader } from '@audioflow/codecs/bitstream';
 * const header = parseAdtsHeader(Uint8Array.of(0xff, 0xf1, 0x50, 0x80, 0x0d, 0x7f, 0xfc));
 * console.log(header?.sampleRate, header?.channelCount, header?.bytes); // 44100 2 107
 */
export const parseAdtsHeader = (bytes: Uint8Array, at: number = 0): AdtsHeader | undefined => {
  const b1 = bytes[at + 1] ?? 0;
  const b6 = bytes[at + 6];
  // 12 bits of sync, one of version, then layer 0.
  if (bytes[at] !== 0xff || (b1 & 0xf6) !== 0xf0 || b6 === undefined) return undefined;
  const b2 = bytes[at + 2] ?? 0;
  const b3 = bytes[at + 3] ?? 0;
  const sampleRate = AAC_RATES[(b2 >> 2) & 15];
  if (sampleRate === undefined) return undefined;
  const isProtected = (b1 & 1) === 0;
  const blocks = (b6 & 3) + 1;
  const headerBytes = ADTS_HEADER_BYTES + (isProtected ? 2 * blocks : 0);
  const size = ((b3 & 3) << 11) | ((bytes[at + 4] ?? 0) << 3) | ((bytes[at + 5] ?? 0) >> 5);
  if (size <= headerBytes) return undefined;
  const channelConfiguration = ((b2 & 1) << 2) | (b3 >> 6);
  return {
    objectType: (b2 >> 6) + 1,
    sampleRate,
    channelConfiguration,
    channelCount: AAC_CHANNELS[channelConfiguration] ?? 0,
    bytes: size,
    headerBytes,
    blocks,
    protected: isProtected,
  };
};

import type { PcmFormat } from '@audioflow/core/codec';
import { MPEG_RATES, type MpegVersion } from './mp3-tables.js';

const VERSIONS: readonly (MpegVersion | undefined)[] = [2.5, undefined, 2, 1];

/**
 * Reads rate and channels from the header of an MPEG audio frame of any layer (ISO 11172-3, 2.4.1.3).
 *
 * @returns undefined where the bytes begin with no header.
 */
export const mpegAudioFormat = (data: Uint8Array): PcmFormat | undefined => {
  const [sync = 0, second = 0, third = 0, fourth] = data;
  const layer = (second >> 1) & 3;
  if (sync !== 0xff || second < 0xe0 || layer === 0 || fourth === undefined) return undefined;
  const version = VERSIONS[(second >> 3) & 3];
  const sampleRate = version === undefined ? undefined : MPEG_RATES[version][(third >> 2) & 3];
  if (sampleRate === undefined) return undefined;
  return { sampleRate, channelCount: fourth >> 6 === 3 ? 1 : 2 };
};

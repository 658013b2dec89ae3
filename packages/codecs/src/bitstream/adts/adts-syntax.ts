import type { FrameSyntax } from '../frame-scanner.js';
import { ADTS_HEADER_BYTES, parseAdtsHeader } from './adts-header.js';

/** How ADTS frames are told from other bytes: the fixed part of the header must stay as it is. */
export const adtsSyntax: FrameSyntax = {
  headerBytes: ADTS_HEADER_BYTES,
  measure: (bytes, at) => (bytes[at] === 0xff ? (parseAdtsHeader(bytes, at)?.bytes ?? 0) : 0),
  // All but the private bit: version, protection, profile, rate, channels.
  kindOf: (bytes, at) =>
    ((bytes[at + 1] ?? 0) << 16) |
    (((bytes[at + 2] ?? 0) & 0xfd) << 8) |
    ((bytes[at + 3] ?? 0) & 0xc0),
};

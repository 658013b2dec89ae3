import type { FrameSyntax } from '../frame-scanner.js';
import { MP3_HEADER_BYTES, parseMp3Header } from './mp3-header.js';

/** How MPEG Layer III frames are told from other bytes. */
export const mp3Syntax: FrameSyntax = {
  headerBytes: MP3_HEADER_BYTES,
  measure: (bytes, at) => (bytes[at] === 0xff ? (parseMp3Header(bytes, at)?.bytes ?? 0) : 0),
  // Version and layer in the second byte, sample rate in the third.
  kindOf: (bytes, at) => (((bytes[at + 1] ?? 0) & 0xfe) << 8) | ((bytes[at + 2] ?? 0) & 0x0c),
};

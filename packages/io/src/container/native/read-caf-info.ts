import { findCafInfo, parseCafInfo } from '../caf/caf-info.js';
import type { Tags } from '../wav/index.js';
import type { OpenFile } from './native-input.js';
import { readerOf } from './reader-of.js';

/** The tags of a CAF file: FFmpeg's demuxer cuts values at 1023 bytes, and names at 31. */
export const readCafInfo = (file: OpenFile): Tags => {
  const read = readerOf(file);
  const place = findCafInfo(read, true);
  return place === undefined || place === 'short' ? {} : parseCafInfo(read(place.at, place.size));
};

import { createByteQueue } from '@audioflow/codecs/bitstream';
import { findCafInfo, parseCafInfo, type Tags } from '../../container/index.js';
import type { SourceHead } from './source-head.js';

/** Who puts more before the sound does not stream. */
const MOST_BYTES = 1 << 22;

/** The tags of a CAF stream, where they come before the sound; its bytes stay to be read. */
export const lookForCafInfo = async (head: SourceHead): Promise<Tags> => {
  if (String.fromCharCode(...head.bytes.subarray(0, 4)) !== 'caff') return {};
  const queue = createByteQueue();
  for await (const chunk of head.look()) {
    queue.push(chunk);
    const { view } = queue;
    const place = findCafInfo((at, count) => view.subarray(at, at + count), false);
    if (place === undefined) return {};
    if (place !== 'short' && view.length >= place.at + place.size) {
      return parseCafInfo(view.subarray(place.at, place.at + place.size));
    }
    if (queue.length > MOST_BYTES) break;
  }
  return {};
};

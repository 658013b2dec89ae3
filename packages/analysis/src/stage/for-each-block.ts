import type { FrameRun } from './feature.types.js';
import type { Framing } from './framer.js';
import type { Samples } from './mono.js';
import { reflect } from './reflect.js';

/** A signal in memory, and how it is walked through. */
export interface BlockWalk {
  readonly framing: Framing;
  readonly samples: Samples;
  /** Samples of the signal: those that lack are zeros. */
  readonly length: number;
  /** Frames to take in all. */
  readonly frameCount: number;
  /** The most frames of a block. */
  readonly limit: number;
}

/** Makes what answers any sample of a signal, also before its first and after its last. */
const createReader = ({ framing, samples, length }: BlockWalk): ((index: number) => number) => {
  const { padMode } = framing;
  return (index) => {
    if (index >= 0 && index < length) return samples[index] ?? 0;
    if (padMode === 'constant') return 0;
    return samples[padMode === 'edge' ? (index < 0 ? 0 : length - 1) : reflect(index, length)] ?? 0;
  };
};

/**
 * Calls `take` with blocks of frames, in order: of the samples themselves wherever frames lie within them, else of a copy with its ends padded. The frames
 * are those of `createFramer`.
 */
export const forEachBlock = (
  walk: BlockWalk,
  take: (run: FrameRun, index: number) => void,
): void => {
  const { framing, samples, frameCount, limit } = walk;
  const { frameLength, hopLength, center, lead = 0 } = framing;
  const before = center ? Math.floor(frameLength / 2) : lead;
  const read = createReader(walk);
  const firstInside = Math.ceil(before / hopLength);
  const endInside = Math.floor((samples.length - frameLength + before) / hopLength) + 1;
  for (let index = 0, count = 0; index < frameCount; index += count) {
    const start = index * hopLength - before;
    const isInside = index >= firstInside && index < endInside;
    const end = isInside ? endInside : index < firstInside ? firstInside : frameCount;
    count = Math.min(limit, frameCount - index, end - index);
    if (isInside) {
      take({ samples, offset: start, count }, index);
      continue;
    }
    const copy = new Float32Array((count - 1) * hopLength + frameLength);
    for (let i = 0; i < copy.length; i++) copy[i] = read(start + i);
    take({ samples: copy, offset: 0, count }, index);
  }
};

import { type ElementaryCodec, FRAME_SYNTAX } from './elementary-codec.js';

/** Where a frame lies in bytes. */
export interface FoundFrame {
  readonly offset: number;
  /** Bytes of the frame; its end may lie beyond the bytes at hand. */
  readonly length: number;
}

/**
 * Tells whether a frame header stands at `at`: an mp3 frame, or AAC in ADTS.
 *
 * @example
 * import { isFrameStart } from '@audioflow/codecs/bitstream';
 * console.log(isFrameStart('mp3', Uint8Array.of(0xff, 0xfb, 0x90, 0x00))); // true
 */
export const isFrameStart = (codec: ElementaryCodec, bytes: Uint8Array, at: number = 0): boolean =>
  FRAME_SYNTAX[codec].measure(bytes, at) > 0;

/**
 * Finds the first frame from `from` on. A header counts only if a related one stands behind its frame,
 * or the bytes end before that can be seen.
 *
 * @returns undefined where there is none.
 *
 * @example
 * import { findFrame } from '@audioflow/codecs/bitstream';
 * const bytes = new Uint8Array(840);
 * bytes.set([0xff, 0xfb, 0x90, 0x00], 3);
 * bytes.set([0xff, 0xfb, 0x90, 0x00], 420);
 * console.log(findFrame('mp3', bytes)); // { offset: 3, length: 417 }
 */
export const findFrame = (
  codec: ElementaryCodec,
  bytes: Uint8Array,
  from: number = 0,
): FoundFrame | undefined => {
  const { measure, kindOf, headerBytes } = FRAME_SYNTAX[codec];
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const length = measure(bytes, at);
    if (length === 0) continue;
    const next = at + length;
    if (next + headerBytes > bytes.length) return { offset: at, length };
    const follows = measure(bytes, next) > 0 && kindOf(bytes, next) === kindOf(bytes, at);
    if (follows) return { offset: at, length };
  }
  return undefined;
};

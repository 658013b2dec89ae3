import { AudioFlowError } from '@audioflow/core';

/** How many vectors Qwen2-Audio makes of a clip. */
export interface Qwen2AudioLengths {
  /** Out of the encoder's convolutions. */
  readonly features: number;
  /** Out of the pooling: audio tokens in the prompt. */
  readonly tokens: number;
}

const check = (owner: string, name: string, value: number): void => {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new AudioFlowError('invalid-option', `${owner}: expected ${name}, got ${value}`);
  }
};

/**
 * The lengths that Qwen2-Audio works with (transformers, `Qwen2AudioEncoder._get_feat_extract_output_lengths`).
 *
 * @param frames Frames with sound: the ones of the mask, `length` of `logMelOf`.
 * @throws AudioFlowError `invalid-option` when it is no count.
 *
 * @example
 * import { qwen2AudioLengths } from '@audioflow/analysis';
 * console.log(qwen2AudioLengths(200)); // { features: 100, tokens: 50 }
 * console.log(qwen2AudioLengths(3000)); // { features: 1500, tokens: 750 }
 */
export const qwen2AudioLengths = (frames: number): Qwen2AudioLengths => {
  check('qwen2AudioLengths', 'a number of frames', frames);
  const features = frames === 0 ? 0 : Math.floor((frames - 1) / 2) + 1;
  return { features, tokens: features < 2 ? 0 : Math.floor((features - 2) / 2) + 1 };
};

/**
 * The attention mask of Qwen2-Audio's encoder for a batch: 0 where a key may be looked at, -Infinity where it is padding.
 *
 * @param lengths Frames with sound of each clip.
 * @param frameCount Frames of each clip with padding. Default 3000.
 * @returns `data` of shape [batch, 1, size, size], row by row; size is (frameCount - 2) / 2 + 1, rounded down.
 * @throws AudioFlowError `invalid-option` when a length is no count, or above `frameCount`.
 *
 * @example
 * import { qwen2AudioMask } from '@audioflow/analysis';
 * const { size, data } = qwen2AudioMask([4], 8);
 * console.log(size, data.subarray(0, 4).join(' ')); // 4 0 0 -Infinity -Infinity
 */
export const qwen2AudioMask = (
  lengths: readonly number[],
  frameCount = 3000,
): { readonly size: number; readonly data: Float32Array } => {
  check('qwen2AudioMask', 'a number of frames', frameCount);
  const size = Math.floor((frameCount - 2) / 2) + 1;
  const data = new Float32Array(lengths.length * size * size);
  for (const [clip, frames] of lengths.entries()) {
    check('qwen2AudioMask', `at most ${frameCount} frames`, frames > frameCount ? -1 : frames);
    const { features } = qwen2AudioLengths(frames);
    for (let row = 0; row < size; row++) {
      const at = (clip * size + row) * size;
      data.fill(Number.NEGATIVE_INFINITY, at + Math.min(size, features), at + size);
    }
  }
  return { size, data };
};

/** What an item counts where it is neither PCM, nor a packet, nor bytes. */
export const OTHER_WEIGHT = 1024;

/** Default soft mark of queues: samples of PCM, bytes of packets, see {@link weigh}. */
export const DEFAULT_HIGH_WATER = 16_384;

/** Default hard limit of a queue, as a multiple of its soft mark. */
export const DEFAULT_LIMIT_FACTOR = 8;

const has = <K extends string>(item: object, key: K): item is Record<K, unknown> => key in item;

/**
 * What one item counts in a queue: samples per channel for frames, bytes for packets and byte
 * chunks, 1024 for anything else. At least 1.
 *
 * @example
 * import { createFrame, weigh } from '@audioflow/core';
 * console.log(weigh(createFrame([new Float32Array(480)], { sampleRate: 48000 }))); // 480
 * console.log(weigh(new Uint8Array(7)), weigh('word')); // 7 1024
 */
export const weigh = (item: unknown): number => {
  if (typeof item !== 'object' || item === null) return OTHER_WEIGHT;
  if (ArrayBuffer.isView(item)) return Math.max(1, item.byteLength);
  if (has(item, 'kind')) {
    if (item.kind === 'pcm' && has(item, 'length')) return Math.max(1, Number(item.length));
    if (item.kind === 'packet' && has(item, 'data') && ArrayBuffer.isView(item.data)) {
      return Math.max(1, item.data.byteLength);
    }
  }
  return OTHER_WEIGHT;
};

import { isObject } from '../error/index.js';
/** What frames and packets have in common: a place on the time line. */
export interface Timed {
  /** In samples at `sampleRate`. */
  readonly pts: number;
  readonly sampleRate: number;
}

/** Whether an item has a place and a length on the time line: a frame or a packet. */
export const isTimed = (item: unknown): boolean =>
  isObject(item) && 'sampleRate' in item && ('duration' in item || 'length' in item);

/** Seconds of sound in an item: a frame's length or a packet's duration; 0 for anything else. */
export const secondsOf = (item: unknown): number => {
  if (!(isObject(item) && 'sampleRate' in item)) return 0;
  const samples = 'duration' in item ? item.duration : 'length' in item ? item.length : undefined;
  return typeof samples === 'number' && typeof item.sampleRate === 'number'
    ? samples / item.sampleRate
    : 0;
};

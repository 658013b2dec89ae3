import type { LiveRingOptions, RingFigures } from './live-ring.types.js';

/** The name under which the processor is registered. */
export const PROCESSOR_NAME = 'audioflow-pcm';

/** What the page tells the processor. */
export type RingCommand =
  | { readonly type: 'audio'; readonly planes: readonly Float32Array[]; readonly follows: boolean }
  | { readonly type: 'end' }
  | { readonly type: 'release' };

/** What the processor is made with. */
export interface RingProcessorOptions extends LiveRingOptions {
  /** How often it tells its figures, in seconds. */
  readonly reportSeconds: number;
}

/** What the processor tells the page: at each change of state, and now and then. */
export type RingReport = RingFigures;

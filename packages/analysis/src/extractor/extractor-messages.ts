import type { CarriedError } from './carried-error.js';
import type {
  ExtractedFrame,
  ExtractorOptions,
  FeatureLayout,
  PcmBlock,
} from './extractor.types.js';

/** What a client sends; `id` tells the extractors of one worker apart. */
export type ExtractorRequest =
  | { readonly type: 'open'; readonly id: number; readonly options: ExtractorOptions }
  | {
      readonly type: 'block';
      readonly id: number;
      readonly block: PcmBlock;
      /** Buffers of frames that have been looked at. */
      readonly recycled: readonly ArrayBuffer[];
    }
  | { readonly type: 'flush'; readonly id: number }
  | { readonly type: 'close'; readonly id: number };

/** What an extractor answers: to each `open`, `block` and `flush` one `done` or `failed`, in order. */
export type ExtractorReply =
  | {
      readonly type: 'done';
      readonly id: number;
      readonly layout: readonly FeatureLayout[];
      readonly frames: readonly ExtractedFrame[];
    }
  | { readonly type: 'failed'; readonly id: number; readonly error: CarriedError };

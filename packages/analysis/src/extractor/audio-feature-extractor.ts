import type { Transform } from '@audioflow/core';
import { AudioFlowError, type AudioFrame, checkOptions, createFrame } from '@audioflow/core';
import * as z from 'zod';
import { channelShape } from '../stage/feature-options.js';
import { createMeasuring } from '../stage/measurement.js';
import { stageShape } from '../stage/stage-options.js';
import { type BufferPool, createBufferPool } from './buffer-pool.js';
import { checkWaiting } from './check-waiting.js';
import type {
  ExtractedFrame,
  ExtractorOptions,
  FeatureLayout,
  OnExtractedFrame,
  PcmBlock,
} from './extractor.types.js';
import { type Assembly, createAssembler } from './frame-assembler.js';
import { groupFeatures } from './group-features.js';
import { layoutOf } from './layout-of.js';
import { type FeaturesPlan, planFeatures } from './plan-features.js';

const OWNER = 'AudioFeatureExtractor';
/** Buffers that wait to be used again. */
const POOL = 64;
/** With smaller hops a block could put out more than it is long. */
const LEAST_HOP = 16;
/** Of larger ones, frames of `peak` would need memory without a limit. */
const MOST_HOP = 1_048_576;

/** Only for checks that do not depend on it. */
const ANY_RATE = 48_000;

const schema = z.strictObject({
  ...stageShape,
  ...channelShape,
  sampleRate: z.number().positive().optional(),
  frameRate: z.number().positive().max(1000).default(60),
  fftSize: z.int().min(2).max(65_536).default(2048),
  hopLength: z.int().min(LEAST_HOP).max(MOST_HOP).optional(),
  windowLength: z.unknown().optional(),
  window: z.unknown().optional(),
  features: z.unknown().optional(),
});

/**
 * Measures audio as it comes, frame by frame: spectra, bars, levels and onsets of one moment together.
 *
 * It is fed blocks of any length and calls back with each frame as soon as its samples are there; the values are, to the bit, those of the
 * operators of the same names with `center: true`. Frame k is centred on sample k * hopLength; `bars` look at the samples before the end of
 * that hop. All values of a frame are views of one buffer: transfer it to another thread, or give it back with `recycle` when it has been
 * looked at, and it is used again. It needs neither streams nor a DOM: page, Worker, Node.
 *
 * A jump of `pts` and a change of format follow `onDiscontinuity` and `onFormatChange`; what is not finite counts as 0.
 *
 * @throws AudioFlowError `invalid-option`.
 *
 * @example
 * import { AudioFeatureExtractor } from '@audioflow/analysis';
 * const extractor = new AudioFeatureExtractor({ sampleRate: 48000, features: { bars: true, rms: true } });
 * const tone = Float32Array.from({ length: 4800 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 1000 * i) / 48000));
 * extractor.push({ channels: [tone] }, (frame) => {
 *   const { rms, bars } = frame.values;
 *   if (frame.pts === 2400) console.log(rms?.[0].toFixed(3), bars?.indexOf(Math.max(...bars))); // 0.354 18
 *   extractor.recycle(frame);
 * });
 */
export class AudioFeatureExtractor {
  readonly #options: z.output<typeof schema>;
  readonly #selection: ExtractorOptions;
  #kernel: Transform<AudioFrame, ExtractedFrame>;
  #pool: BufferPool | undefined;
  #sampleRate: number | undefined;
  #layout: readonly FeatureLayout[] = [];
  #hopLength = 0;
  #end = 0;
  /** What the constructor made, for the first stretch. */
  #ready: Assembly | undefined;

  constructor(options: ExtractorOptions = {}) {
    this.#options = checkOptions(OWNER, schema, options);
    this.#selection = options;
    this.#sampleRate = this.#options.sampleRate;
    // At once, so that mistakes show here; without a rate, those that do not depend on it.
    if (this.#options.sampleRate === undefined) this.#plan(ANY_RATE);
    else this.#ready = this.#assemble(this.#options.sampleRate);
    this.#kernel = this.#measure();
  }

  /** Where each feature lies in the buffer of a frame; empty until the rate is known. */
  get layout(): readonly FeatureLayout[] {
    return this.#layout;
  }

  /** Samples from one frame to the next; 0 until the rate is known. */
  get hopLength(): number {
    return this.#hopLength;
  }

  /**
   * Takes a block of audio, and calls `onFrame` with each frame that it completes. The block is not kept.
   * After an error, also one that `onFrame` throws, the next block begins anew.
   *
   * @throws AudioFlowError `invalid-option` for planes that are none, `malformed-data` on a jump of pts, `format-changed`.
   */
  push(block: PcmBlock, onFrame: OnExtractedFrame): void {
    const { channels, pts = this.#end, sampleRate = this.#sampleRate } = block;
    if (sampleRate === undefined) {
      throw new AudioFlowError(
        'invalid-option',
        `${OWNER}: expected a sampleRate among the options or with the first block`,
      );
    }
    this.#refuseRate(sampleRate);
    const frame = createFrame(channels, { sampleRate, pts });
    this.#sampleRate = sampleRate;
    try {
      this.#kernel.next(frame, (extracted) => {
        onFrame(extracted);
        return true;
      });
    } catch (error) {
      // Half of the block may be lost: what comes must not be measured as if it were not.
      this.reset();
      throw error;
    }
    this.#end = pts + frame.length;
  }

  /** The audio has ended: puts out the frames that reach beyond its end. What is pushed then begins anew, at `pts` 0 unless it says otherwise. */
  flush(onFrame: OnExtractedFrame): void {
    this.#kernel.flush?.((extracted) => {
      onFrame(extracted);
      return true;
    });
    this.reset();
  }

  /** Forgets what came, without putting anything out. */
  reset(): void {
    this.#kernel = this.#measure();
    this.#sampleRate = this.#options.sampleRate;
    this.#end = 0;
  }

  /** Gives a frame back whose values are not needed any more: its buffer is used again. */
  recycle({ buffer }: Pick<ExtractedFrame, 'buffer'>): void {
    this.#pool?.give(buffer);
  }

  #refuseRate(sampleRate: number): void {
    const fixed = this.#options.sampleRate;
    if (fixed === undefined || fixed === sampleRate) return;
    throw new AudioFlowError(
      'format-changed',
      `${OWNER}: expected ${fixed} Hz, got ${sampleRate} Hz: resample before, or leave sampleRate out`,
    );
  }

  #plan(sampleRate: number): FeaturesPlan & { readonly hopLength: number } {
    const { frameRate, fftSize, hopLength: hop } = this.#options;
    const hopLength = hop ?? Math.max(LEAST_HOP, Math.round(sampleRate / frameRate));
    if (hopLength > MOST_HOP) {
      throw new AudioFlowError(
        'invalid-option',
        `${OWNER}: expected a frameRate that gives a hop of at most ${MOST_HOP} samples, got ${frameRate} at ${sampleRate} Hz`,
      );
    }
    const { features, window, windowLength } = this.#selection;
    const shared = { fftSize, hopLength, sampleRate, window, windowLength };
    return { hopLength, ...planFeatures(OWNER, features, shared) };
  }

  #assemble(sampleRate: number): Assembly {
    const { hopLength, planned, nextFrame } = this.#plan(sampleRate);
    const chosen = planned.map(({ name, create }) => ({ name, kernel: create(sampleRate) }));
    const { layout, byteLength } = layoutOf(chosen);
    const framings = chosen.map(({ kernel }) => kernel.framing);
    checkWaiting(OWNER, framings, { hopLength, byteLength });
    if (this.#pool?.byteLength !== byteLength) this.#pool = createBufferPool(byteLength, POOL);
    this.#layout = layout;
    this.#hopLength = hopLength;
    const groups = groupFeatures(chosen, nextFrame);
    return { groups, layout, hopLength, channel: this.#options.channel, pool: this.#pool };
  }

  #measure(): Transform<AudioFrame, ExtractedFrame> {
    return createMeasuring(OWNER, this.#options, (first) => {
      const assembly = this.#ready ?? this.#assemble(first.sampleRate);
      this.#ready = undefined;
      return createAssembler(OWNER, first, assembly);
    });
  }
}

import { type RateRatio, resampledLength } from './rate-ratio.js';
import type { ResamplerCore } from './resampler-core.js';

/** Inputs are taken into the buffers in pieces of this length: it bounds their size. */
const BLOCK = 4096;

/** Where a resampler stands in its stream. */
interface Position {
  /** Samples in each buffer. */
  held: number;
  /** Where the next output lies: `index + phase / up` samples into the buffers. */
  index: number;
  phase: number;
  /** Totals since the beginning. */
  taken: number;
  given: number;
}

/** The state of a resampler, for all of its channels. */
export interface ResamplerStream {
  readonly lookahead: number;
  /** Takes one plane per channel; returns the outputs that are ready, block by block. */
  process(planes: readonly Float32Array[]): readonly (readonly Float32Array[])[];
  /** The outputs up to the exact length of the whole stream. */
  finish(): Float32Array[];
  reset(): void;
}

/**
 * How many outputs are ready: they have all the inputs that they need, and the stream cannot be too
 * short for them, were it to end here.
 */
const readyCount = (at: Position, core: ResamplerCore, { up, down }: RateRatio): number => {
  const place = at.index * up + at.phase;
  const complete = Math.ceil(((at.held - core.right) * up - place) / down);
  const certain = Math.floor((2 * (at.held * up - place) - down) / (2 * down)) + 1;
  return Math.max(0, Math.min(complete, certain));
};

/** Moves past `count` outputs. */
const advance = (at: Position, count: number, { up, down }: RateRatio): void => {
  const place = at.phase + count * down;
  at.phase = place % up;
  at.index += (place - at.phase) / up;
  at.given += count;
};

/** Takes inputs of equal lengths behind those that are held. */
const append = (
  buffers: readonly Float64Array[],
  at: Position,
  planes: readonly Float32Array[],
): void => {
  for (const [channel, buffer] of buffers.entries()) buffer.set(planes[channel] ?? [], at.held);
  const length = planes[0]?.length ?? 0;
  at.held += length;
  at.taken += length;
};

/** Forgets the first `count` inputs, if any. */
const drop = (buffers: readonly Float64Array[], at: Position, count: number): void => {
  if (count <= 0) return;
  for (const buffer of buffers) buffer.copyWithin(0, count, at.held);
  at.held -= count;
  at.index -= count;
};

/** Makes the state of a resampler of `channelCount` channels. */
export const createResamplerStream = (
  ratio: RateRatio,
  core: ResamplerCore,
  channelCount: number,
): ResamplerStream => {
  const lookahead = Math.max(core.right, Math.ceil(ratio.down / (2 * ratio.up)));
  const capacity = core.left + lookahead + core.right + BLOCK + 2;
  const buffers = Array.from({ length: channelCount }, () => new Float64Array(capacity));
  const fresh: Position = { held: core.left, index: core.left, phase: 0, taken: 0, given: 0 };
  const at: Position = { ...fresh };

  const compute = (count: number): Float32Array[] => {
    const run = { from: 0, count, index: at.index, phase: at.phase };
    const outputs = buffers.map((buffer) => {
      const output = new Float32Array(count);
      core.compute(buffer, output, run);
      return output;
    });
    advance(at, count, ratio);
    return outputs;
  };
  return {
    lookahead,
    process(planes): readonly (readonly Float32Array[])[] {
      const length = planes[0]?.length ?? 0;
      const blocks: (readonly Float32Array[])[] = [];
      for (let from = 0; from < length; from += BLOCK) {
        const to = Math.min(length, from + BLOCK);
        append(
          buffers,
          at,
          planes.map((plane) => plane.subarray(from, to)),
        );
        blocks.push(compute(readyCount(at, core, ratio)));
        drop(buffers, at, Math.min(at.index - core.left, at.held));
      }
      return blocks;
    },
    finish(): Float32Array[] {
      for (const buffer of buffers) {
        const last = core.tail === 'last' ? (buffer[at.held - 1] ?? 0) : 0;
        buffer.fill(last, at.held, at.held + core.right);
      }
      return compute(resampledLength(at.taken, ratio) - at.given);
    },
    reset(): void {
      Object.assign(at, fresh);
      for (const buffer of buffers) buffer.fill(0, 0, core.left);
    },
  };
};

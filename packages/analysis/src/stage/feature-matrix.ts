import type { FeatureMatrix, FrameKernel } from './feature.types.js';
import { forEachBlock } from './for-each-block.js';
import { createKernelRows } from './kernel-rows.js';
import type { Samples } from './mono.js';

const BLOCK = 4096;

/** Cuts parts of one signal into frames and calls `take` with each row; answers how many there were. */
export const forEachRowOf = (
  kernel: FrameKernel,
  parts: readonly Samples[],
  take: (row: Samples, index: number) => void,
): number => {
  const rows = createKernelRows(kernel);
  let index = 0;
  const takeRow = (row: Samples): void => {
    take(row, index);
    index += 1;
  };
  for (const samples of parts) {
    for (let from = 0; from < samples.length; from += BLOCK) {
      rows.push([samples.subarray(from, from + BLOCK)], undefined, takeRow);
    }
  }
  rows.flush(takeRow);
  return index;
};

/** Cuts samples into frames and calls `take` with each row; answers how many there were. */
export const forEachRow = (
  kernel: FrameKernel,
  samples: Samples,
  take: (row: Samples, index: number) => void,
): number => forEachRowOf(kernel, [samples], take);

/** How many frames `length` samples give. */
export const countFrames = (kernel: FrameKernel, length: number): number => {
  const { frameLength, hopLength, center, lead = 0 } = kernel.framing;
  const padded = length + lead + (center ? 2 * Math.floor(frameLength / 2) : 0);
  return length === 0 || padded < frameLength
    ? 0
    : 1 + Math.floor((padded - frameLength) / hopLength);
};

/** Measures samples in memory. */
export const featureMatrix = (
  kernel: FrameKernel,
  samples: Samples,
  sampleRate: number,
): FeatureMatrix => {
  const { size, framing } = kernel;
  const frameCount = countFrames(kernel, samples.length);
  const data = new Float32Array(frameCount * size);
  const { rows, processInto } = kernel.block ?? {};
  if (rows && processInto) {
    const walk = { framing, samples, length: samples.length, frameCount, limit: rows.length };
    forEachBlock(walk, (run, index) => processInto(run, data, index * size));
  } else {
    forEachRow(kernel, samples, (row, index) => data.set(row, index * size));
  }
  return { frameCount, size, data, hopLength: framing.hopLength, sampleRate };
};

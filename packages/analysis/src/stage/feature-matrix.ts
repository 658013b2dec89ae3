import type { FeatureMatrix, FrameKernel } from './feature.types.js';
import { createFramer } from './framer.js';
import { type Samples, toMono } from './mono.js';

const BLOCK = 4096;

/** Cuts samples into frames and calls `take` with each row; answers how many there were. */
export const forEachRow = (
  kernel: FrameKernel,
  samples: Samples,
  take: (row: Float64Array, index: number) => void,
): number => {
  const framer = createFramer(kernel.framing);
  const row = new Float64Array(kernel.size);
  let index = 0;
  const takeFrame = (data: Float64Array, offset: number): void => {
    kernel.process(data, offset, row);
    take(row, index);
    index += 1;
  };
  const block = new Float64Array(Math.min(BLOCK, samples.length));
  for (let from = 0; from < samples.length; from += BLOCK) {
    const part = samples.subarray(from, from + BLOCK);
    toMono([part], undefined, block);
    framer.push(block.subarray(0, part.length), takeFrame);
  }
  framer.flush(takeFrame);
  return index;
};

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
  const data = new Float32Array(countFrames(kernel, samples.length) * size);
  const frameCount = forEachRow(kernel, samples, (row, index) => data.set(row, index * size));
  return { frameCount, size, data, hopLength: framing.hopLength, sampleRate };
};

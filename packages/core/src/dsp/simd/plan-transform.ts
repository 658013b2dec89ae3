import { turn } from '../fft/turn.js';
import { planPasses } from './plan-passes.js';

const SMALLEST_IN_LANES = 32;

/** Whether a transform can be done in the four lanes of one frame (packages/core/wasm/real.ts). */
export const isInLanes = (size: number): boolean => size % 8 === 0 && size >= SMALLEST_IN_LANES;

/** The turns that join the transforms of four lanes: for each number four cosines, then four sines. */
const planJoins = (count: number): Float32Array => {
  const joins = new Float32Array(8 * count);
  for (let k = 0; k < count; k++) {
    for (let lane = 0; lane < 4; lane++) {
      const [re, im] = turn(lane * k, 4 * count);
      joins[8 * k + lane] = re;
      joins[8 * k + 4 + lane] = im;
    }
  }
  return joins;
};

/** exp(-2 pi i k / size) up to a quarter of a turn: cosines, then sines. */
const planSplits = (size: number): Float32Array => {
  const count = Math.floor(size / 4) + 1;
  const splits = new Float32Array(2 * count);
  for (let k = 0; k < count; k++) {
    const [re, im] = turn(k, size);
    splits[k] = re;
    splits[count + k] = im;
  }
  return splits;
};

/** The words with which plans begin: size, count of passes, their table, their twiddles, joins, splits. */
export const planTransform = (size: number): (number | Float32Array | Int32Array)[] => {
  const inLanes = isInLanes(size);
  const complex = size % 2 === 0 ? size / 2 : size;
  const { count, table, twiddles } = planPasses(inLanes ? size / 8 : complex);
  const joins = planJoins(inLanes ? size / 8 : 0);
  return [size, count, table, twiddles, joins, planSplits(size)];
};

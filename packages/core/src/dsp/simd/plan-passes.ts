import { factorise } from '../fft/factorise.js';
import { turn } from '../fft/turn.js';

/** The passes of a complex transform. */
export interface PassTable {
  readonly count: number;
  /** Of each pass radix, m, s and where its twiddles are, which still has to be moved to where they come to be. */
  readonly table: Int32Array;
  readonly twiddles: Float32Array;
}

/** Plans the passes of packages/core/wasm/passes.ts: those of `createStockham`, with its twiddles as pairs. */
export const planPasses = (size: number): PassTable => {
  const radices = factorise(size);
  const table = new Int32Array(4 * radices.length);
  const twiddles: number[] = [];
  let rest = size;
  let s = 1;
  for (const [index, radix] of radices.entries()) {
    rest /= radix;
    table.set([radix, rest, s, 4 * twiddles.length], 4 * index);
    for (let p = 0; p < rest; p++) {
      for (let j = 1; j < radix; j++) twiddles.push(...turn(p * j, rest * radix));
    }
    s *= radix;
  }
  return { count: radices.length, table, twiddles: Float32Array.from(twiddles) };
};

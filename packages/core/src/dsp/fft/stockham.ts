import type { Butterflies, ComplexFft, Pass } from './complex-fft.types.js';
import { factorise } from './factorise.js';
import { radix2 } from './radix-2.js';
import { radix3 } from './radix-3.js';
import { radix4 } from './radix-4.js';
import { radix4Last } from './radix-4-last.js';
import { radix5 } from './radix-5.js';
import { radix8 } from './radix-8.js';
import { radix8Last } from './radix-8-last.js';
import { turn } from './turn.js';

const middle: Readonly<Record<number, Butterflies>> = {
  2: radix2,
  3: radix3,
  4: radix4,
  5: radix5,
  8: radix8,
};
const last: Readonly<Record<number, Butterflies>> = { ...middle, 4: radix4Last, 8: radix8Last };

const planPass = (radix: number, m: number, s: number): Pass => {
  const cos = new Float64Array(m * (radix - 1));
  const sin = new Float64Array(m * (radix - 1));
  for (let p = 0; p < m; p++) {
    for (let j = 1; j < radix; j++) {
      const [re, im] = turn(p * j, m * radix);
      cos[p * (radix - 1) + j - 1] = re;
      sin[p * (radix - 1) + j - 1] = im;
    }
  }
  return { m, s, cos, sin };
};

/** Plans a transform by Stockham's self-sorting passes (C. Van Loan, "Computational Frameworks for the FFT", 1.7). */
export const createStockham = (size: number): ComplexFft => {
  const radices = factorise(size);
  const passes: { readonly run: Butterflies; readonly pass: Pass }[] = [];
  let rest = size;
  let s = 1;
  for (const [index, radix] of radices.entries()) {
    const run = (index === radices.length - 1 ? last : middle)[radix];
    rest /= radix;
    if (run) passes.push({ run, pass: planPass(radix, rest, s) });
    s *= radix;
  }
  const scratch = new Float64Array(2 * size);
  return {
    size,
    transform: (input, output): void => {
      if (passes.length === 0) {
        output.set(input.subarray(0, 2 * size));
        return;
      }
      let from = input;
      let left = passes.length;
      for (const { run, pass } of passes) {
        left -= 1;
        const to = left % 2 === 0 ? output : scratch;
        run(pass, from, to);
        from = to;
      }
    },
  };
};

import type { Butterflies, ComplexFft, Pass } from './complex-fft.types.js';
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

/** Whether 2, 3 and 5 are the only primes of `size`. */
export const isSmooth = (size: number): boolean => {
  let rest = size;
  for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
  return rest === 1;
};

/** Radices in the order of the passes: odd ones first, eights last, where twiddles cost nothing. */
const factorise = (size: number): number[] => {
  const radices: number[] = [];
  let rest = size;
  for (const radix of [5, 3]) {
    while (rest % radix === 0) {
      radices.push(radix);
      rest /= radix;
    }
  }
  let twos = Math.round(Math.log2(rest));
  const eights: number[] = [];
  // 16 is 4 x 4 rather than 2 x 8.
  while (twos >= 3 && twos !== 4) {
    eights.push(8);
    twos -= 3;
  }
  for (; twos >= 2; twos -= 2) radices.push(4);
  if (twos === 1) radices.push(2);
  return [...radices, ...eights];
};

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
  const scratch = { re: new Float64Array(size), im: new Float64Array(size) };
  return {
    size,
    transform: (input, output): void => {
      if (passes.length === 0) {
        output.re.set(input.re);
        output.im.set(input.im);
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

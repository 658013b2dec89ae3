import { radix2 } from './radix-2';
import { radix3 } from './radix-3';
import { radix4 } from './radix-4';
import { radix5 } from './radix-5';
import { radix8 } from './radix-8';

/**
 * Four complex transforms beside each other, one in each lane, by Stockham's self-sorting passes. An element is two vectors, the real and
 * the imaginary parts of the four. No lane sees another, so none of its values depends on them. The first of the `m` steps of a pass turns nothing.
 *
 * @param table A pass each: radix, m, s, and where its twiddles are, counted from `turns`.
 * @param parts How many such transforms there are, of which numbers stand beside each other.
 * @returns Where the result is: `x` or `y`.
 */
export function runPasses(
  turns: usize,
  table: usize,
  count: i32,
  parts: i32,
  x: usize,
  y: usize,
): usize {
  let from = x;
  let to = y;
  const end = table + 16 * count;
  for (let pass = table; pass < end; pass += 16) {
    const radix = load<i32>(pass);
    const m = load<i32>(pass, 4);
    const s = parts * load<i32>(pass, 8);
    const twiddles = turns + load<u32>(pass, 12);
    if (radix === 8) radix8(m, s, twiddles, from, to);
    else if (radix === 5) radix5(m, s, twiddles, from, to);
    else if (radix === 4) radix4(m, s, twiddles, from, to);
    else if (radix === 3) radix3(m, s, twiddles, from, to);
    else radix2(m, s, twiddles, from, to);
    const swap = from;
    from = to;
    to = swap;
  }
  return from;
}

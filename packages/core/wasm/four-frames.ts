import { keepBins, splitBins } from './bins';
import { gather } from './gather';
import { runPasses } from './passes';

/**
 * Window, transform and bins of four frames beside each other, of any size whose primes are 2, 3 and 5: a complex transform of half the size, or of
 * all of it where that is odd.
 *
 * @param scratch Two buffers of 16 bytes for each sample (32 if their number is odd), with 64 to spare.
 * @returns Where the bins are, as vectors of four.
 */
export function transformFour(plan: usize, input: usize, count: i32, scratch: usize): usize {
  const size = load<i32>(plan);
  const table = plan + load<u32>(plan, 8);
  const turns = plan + load<u32>(plan, 12);
  const window = plan + load<u32>(plan, 24);
  const hop: usize = 4 * load<i32>(plan, 28);
  const kept = load<i32>(plan, 32);
  const even = (size & 1) === 0;
  const half = size >> 1;
  const y = scratch + (even ? 16 : 32) * size + 64;
  gather(input, hop, count, window, size, scratch, even ? 16 : 32);
  if (!even) {
    for (let i = 0; i < size; i++) v128.store(scratch + 32 * i, f32x4.splat(0), 16);
  }
  const z = runPasses(turns, table, load<i32>(plan, 4), scratch, y);
  const out = z === scratch ? y : scratch;
  if (even) splitBins(z, half, plan + load<u32>(plan, 20), out, kept);
  else keepBins(z, half + 1, out, kept);
  return out;
}

import { keepBins, splitBins } from './bins';
import { areFinite, makeFinite } from './finite';
import { gather } from './gather';
import { joinFour } from './join-four';
import { runPasses } from './passes';

/**
 * Window, transform and bins of four frames beside each other, of any size whose primes are 2, 3 and 5: a complex transform of half the size, or of
 * all of it where that is odd. With `inParts` it is done by four parts, which are joined: then the values are those of real.ts, to the bit.
 *
 * @param count Frames that there are: if fewer than four, the last counts for those that lack.
 * @param scratch Two buffers of 16 bytes for each sample (32 if their number is odd), with 64 to spare.
 * @returns Where the bins are, as vectors of four.
 */
export function transformFour(
  plan: usize,
  input: usize,
  count: i32,
  inParts: bool,
  scratch: usize,
): usize {
  const size = load<i32>(plan);
  const hop: usize = 4 * load<i32>(plan, 28);
  const kept = load<i32>(plan, 32);
  const half = size >> 1;
  const even = (size & 1) === 0;
  const y = scratch + (even ? 16 : 32) * size + 64;
  let z = toSpectra(plan, input, count, inParts, scratch, y);
  // The first bin is a sum of all samples: one that is not finite shows in it.
  if (!areFinite(v128.load(z)) || !areFinite(v128.load(z, 16))) {
    for (let frame = 0; frame < count; frame++) makeFinite(input + frame * hop, size);
    z = toSpectra(plan, input, count, inParts, scratch, y);
  }
  const out = z === scratch ? y : scratch;
  if (even) splitBins(z, half, plan + load<u32>(plan, 20), out, kept);
  else keepBins(z, half + 1, out, kept);
  return out;
}

function toSpectra(
  plan: usize,
  input: usize,
  count: i32,
  inParts: bool,
  x: usize,
  y: usize,
): usize {
  const size = load<i32>(plan);
  const even = (size & 1) === 0;
  const hop: usize = 4 * load<i32>(plan, 28);
  gather(input, hop, count, plan + load<u32>(plan, 24), size, x, even ? 16 : 32);
  if (!even) {
    for (let i = 0; i < size; i++) v128.store(x + 32 * i, f32x4.splat(0), 16);
  }
  const table = plan + load<u32>(plan, 8);
  const turns = plan + load<u32>(plan, 12);
  const z = runPasses(turns, table, load<i32>(plan, 4), inParts ? 4 : 1, x, y);
  if (!inParts) return z;
  const joined = z === x ? y : x;
  joinFour(z, size >> 3, plan + load<u32>(plan, 16), joined);
  return joined;
}

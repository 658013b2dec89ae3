import { COMPLEX } from './bins';
import { deal } from './deal';
import { join } from './join';
import { runPasses } from './passes';
import { split } from './split';

/**
 * One real transform, of a multiple of 8 samples from 32 on: a complex one of half as many, each fourth number in a lane of its own, whose
 * transforms butterflies of four join. The window in the plan is a half throughout. The words of a plan are those of plan-transform.ts; places in it are counted from its beginning.
 *
 * @param output Takes the real parts, half the samples and one, and then the imaginary ones.
 * @param scratch Two buffers of 4 bytes for each sample, with 64 to spare.
 */
export function real(plan: usize, input: usize, output: usize, scratch: usize): void {
  const size = load<i32>(plan);
  deal(input, plan + load<u32>(plan, 24), size >> 3, scratch);
  finishReal(plan, output, COMPLEX, scratch);
}

/** What comes after the numbers lie in lanes at `scratch`. Tells whether all samples were finite: the first bin is a sum of them. */
export function finishReal(plan: usize, output: usize, kept: i32, scratch: usize): bool {
  const size = load<i32>(plan);
  const table = plan + load<u32>(plan, 8);
  const turns = plan + load<u32>(plan, 12);
  const half = size >> 1;
  const y = scratch + 4 * size + 64;
  const z = runPasses(turns, table, load<i32>(plan, 4), 1, scratch, y);
  const zr = z === scratch ? y : scratch;
  const zi = zr + 4 * half + 16;
  join(z, size >> 3, plan + load<u32>(plan, 16), zr, zi);
  split(zr, zi, half, plan + load<u32>(plan, 20), output, 4 * (half + 1), kept);
  const first = load<f32>(zr) - load<f32>(zr) + (load<f32>(zi) - load<f32>(zi));
  return first === 0;
}

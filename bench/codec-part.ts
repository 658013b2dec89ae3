import { printedNumbers, runBundled } from './codec-programs.js';
import type { CodecName } from './codec-table.js';
import { type BenchContext, interleave, median } from './harness.js';

/** Of the CPU that the library takes by itself. */
const AT_MOST = 1.4;
/** How many times a program decodes it all, after as many that are for the compiler: their median counts. */
const TIMES = '3';

/**
 * Packets in memory decoded into planes of floats, by our operator and by the very library that it drives, without
 * the start of programs. What the calls from JavaScript cost is not the library's: as many calls that do nothing are
 * taken off.
 */
export const measureCodecPart = async (
  codec: CodecName,
  context: BenchContext,
  { built, file }: { readonly built: string; readonly file: string },
): Promise<void> => {
  const measure = async (what: 'ours' | 'library' | 'calls'): Promise<number> =>
    median(printedNumbers(await runBundled(built, 'codec-part', [what, codec, file, TIMES])));
  const { ours, library, calls } = await interleave(
    {
      ours: () => measure('ours'),
      library: () => measure('library'),
      calls: () => measure('calls'),
    },
    context.quick ? 3 : 5,
  );
  context.figures('codec part of decoding, ours, cpu', ours, 's');
  context.figures('codec part of decoding, its library, cpu', library, 's');
  context.figures('codec part of decoding, calls into it, cpu', calls, 's');
  const value = median(ours) / (median(library) - median(calls));
  const name = `${codec} decode: codec part, cpu of its library`;
  context.goal({ name, value, atMost: AT_MOST, unit: 'times' });
};

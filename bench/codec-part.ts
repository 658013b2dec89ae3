import { printedNumbers, runBundled } from './codec-programs.js';
import type { CodecName } from './codec-table.js';
import { type BenchContext, median } from './harness.js';

/** Of the CPU that the library takes by itself. */
const AT_MOST = 1.4;
const JOBS = 3;

/**
 * Decoding of packets in memory, by our operator and by the very library that it drives, in one process and
 * without its start. What calls from JavaScript into the library cost is not the library's: so many calls that do
 * nothing are taken off.
 */
export const measureCodecPart = async (
  codec: CodecName,
  context: BenchContext,
  { built, file }: { readonly built: string; readonly file: string },
): Promise<void> => {
  const rounds = context.quick ? 3 : 7;
  const run = await runBundled(built, 'codec-part', [codec, file, String(rounds)]);
  const taken = printedNumbers(run);
  const [ours = [], driven = [], calls = []] = [0, 1, 2].map((job) =>
    taken.filter((_, i) => i % JOBS === job),
  );
  const library = driven.map((seconds, i) => seconds - (calls[i] ?? Number.NaN));
  context.figures('codec part of decoding, ours, cpu', ours, 's');
  context.figures('codec part of decoding, the library with its calls, cpu', driven, 's');
  context.figures('codec part of decoding, the library alone, cpu', library, 's');
  const value = median(ours) / median(library);
  context.goal({
    name: `${codec} decode: codec part, cpu of its library`,
    value,
    atMost: AT_MOST,
    unit: 'times',
  });
};

import { fileURLToPath } from 'node:url';
import { printedNumbers } from './codec-programs.js';
import type { CodecName } from './codec-table.js';
import { type BenchContext, measureProcess } from './harness.js';

const FLAT_MB = 8;

/**
 * For glibc: large blocks go back to the system when they are freed. By itself it keeps the contexts of FLAC encoders
 * (2.9 MB each) in its heap from the second one on, and cannot use a place again that small blocks have cut into: then
 * resident memory tells nothing of what is held.
 */
const FREES_LARGE_BLOCKS = 'MALLOC_MMAP_THRESHOLD_=1048576';

/** Resident memory over very many packets, and over very many sessions. */
export const measureFlatness = async (codec: CodecName, context: BenchContext): Promise<void> => {
  const [packets, sessions] = context.quick ? ['60000', '500'] : ['200000', '500'];
  const script = fileURLToPath(new URL('./programs/flat.mjs', import.meta.url));
  const run = await measureProcess({
    file: 'env',
    args: [FREES_LARGE_BLOCKS, process.execPath, '--expose-gc', script, codec, packets, sessions],
  });
  const [overPackets = Number.NaN, overSessions = Number.NaN] = printedNumbers(run);
  const grown = [overPackets, overSessions].map((mb) => mb.toFixed(1));
  context.say(
    `  resident memory grew by ${grown[0]} MB over ${packets} packets and by ${grown[1]} MB over ${sessions} sessions (after a quarter of each)`,
  );
  for (const [what, value] of [
    ['packets', overPackets],
    ['sessions', overSessions],
  ] as const) {
    const name = `${codec} memory: growth over ${what}`;
    context.goal({ name, value, atMost: FLAT_MB, unit: 'MB' });
  }
};

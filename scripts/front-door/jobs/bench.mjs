import { join } from 'node:path';
import { rootDir } from '../root-dir.mjs';
import { runSource } from '../run-source.mjs';

/** The benchmarks named, or what they are called if none is. */
export const bench = async (args) => (await runSource(join(rootDir, 'bench/index.ts'), args)).code;

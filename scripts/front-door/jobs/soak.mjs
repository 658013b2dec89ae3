import { join } from 'node:path';
import { rootDir } from '../root-dir.mjs';
import { runSource } from '../run-source.mjs';

/** The station under listeners and sources that come and go: `soak [seconds] [listeners]`. */
export const soak = async (args) =>
  (await runSource(join(rootDir, 'bench/soak/index.ts'), args)).code;

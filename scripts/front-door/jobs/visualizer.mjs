import { join } from 'node:path';
import { rootDir } from '../root-dir.mjs';
import { runSource } from '../run-source.mjs';

/** The visualizer, from source: bundles its pages, serves them, prints the address. */
export const visualizer = async (args) =>
  (await runSource(join(rootDir, 'examples/visualizer/src/cli.ts'), args)).code;

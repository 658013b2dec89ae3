import { join } from 'node:path';
import { rootDir } from '../root-dir.mjs';
import { runNode } from '../run-child.mjs';

/** Checks tests, examples, benchmarks and type tests; the build has checked the packages. */
export const typecheck = async (args = []) =>
  (
    await runNode([
      join(rootDir, 'node_modules/typescript/bin/tsc'),
      '-p',
      'tsconfig.test.json',
      ...args,
    ])
  ).code;

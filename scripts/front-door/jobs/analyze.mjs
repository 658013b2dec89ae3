import { join } from 'node:path';
import { rootDir } from '../root-dir.mjs';
import { runSource } from '../run-source.mjs';

/** The analyser, from source; paths among the arguments are relative to where the user stands. */
export const analyze = async (args) => {
  const cwd = process.env.INIT_CWD ?? process.cwd();
  return (await runSource(join(rootDir, 'examples/analyze/src/cli.ts'), args, { cwd })).code;
};

import { join } from 'node:path';
import { rootDir } from '../root-dir.mjs';
import { runSource } from '../run-source.mjs';

/** The transcoder, from source; paths among the arguments are relative to where the user stands. */
export const transcode = async (args) => {
  const cwd = process.env.INIT_CWD ?? process.cwd();
  return (await runSource(join(rootDir, 'examples/transcode/src/cli.ts'), args, { cwd })).code;
};
